"""What the library holds, and how it is searched."""

import dataclasses
import re


@dataclasses.dataclass(frozen=True)
class Term:
    """A word of the field with its meaning, the words to read with it, and the stages in which it matters.

    `words` are the forms under which pages link it; None means the word itself.
    """

    word: str
    group: str
    meaning: str
    see: tuple[str, ...] = ()
    stages: tuple[int, ...] = ()
    words: tuple[str, ...] | None = None

    @property
    def forms(self) -> tuple[str, ...]:
        return (self.word,) if self.words is None else self.words

    @property
    def also(self) -> tuple[str, ...]:
        """The other names under which it is known."""
        return tuple(form for form in self.words or () if form.casefold() != self.word.casefold())

    @property
    def letter(self) -> str:
        return self.word[0].upper()

    @property
    def anchor(self) -> str:
        """Where it stands on the page of the glossary."""
        return anchor(self.word)


@dataclasses.dataclass(frozen=True)
class Principle:
    """A principle of designing Payment by Results, in our words: where it comes from, why, and what looks after it."""

    title: str
    text: str
    group: str
    source: str
    address: str
    why: str
    stages: tuple[int, ...]
    checks: tuple[str, ...]

    @property
    def code(self) -> str:
        return anchor(self.title)


@dataclasses.dataclass(frozen=True)
class SchemeTemplate:
    """A real scheme that a programme can start from; `code` names its programme pack.

    `payers`, `years` and `teaches` say who pays, when the contract of the pack runs, and what there is to learn.
    """

    code: str
    name: str
    summary: str
    sector: str
    source: str
    payers: str = ""
    years: str = ""
    teaches: str = ""


def anchor(words: str) -> str:
    """The words as part of an address."""
    return re.sub(r"[^a-z0-9]+", "-", words.casefold().replace("'", "").replace("’", "")).strip("-")


def holds(text: str, *fields: str) -> bool:
    """Whether every word of the text occurs in the fields taken together, whatever the case. No text fits all."""
    together = " ".join(fields).casefold()
    return all(word in together for word in text.casefold().split())

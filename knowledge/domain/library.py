"""What the library holds, and how it is searched."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Term:
    """A word of the field with its meaning, and the words to read with it."""

    word: str
    group: str
    meaning: str
    see: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Principle:
    """A principle of designing Payment by Results, in our words, with where it comes from."""

    title: str
    text: str
    group: str
    source: str
    address: str


@dataclasses.dataclass(frozen=True)
class SchemeTemplate:
    """A real scheme that a programme can start from; `code` names its programme pack."""

    code: str
    name: str
    summary: str
    sector: str
    source: str


def holds(text: str, *fields: str) -> bool:
    """Whether every word of the text occurs in the fields taken together, whatever the case. No text fits all."""
    together = " ".join(fields).casefold()
    return all(word in together for word in text.casefold().split())

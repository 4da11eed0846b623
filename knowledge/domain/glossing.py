"""Finding the words of the glossary in the fixed text of a page's template, and marking them to be linked.

Only running text is looked at: what stands in a paragraph, a list item, a definition or a cell, and not in a heading,
a link, a button, a label or a tag of the template. What people have written is not in the template: it is left alone.
"""

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator

from knowledge.domain.library import Term

PROSE = frozenset({"p", "li", "dd", "td"})
NEVER = frozenset(
    {"a", "button", "label", "legend", "summary", "textarea", "select", "option"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "th", "dt", "caption", "figcaption", "strong", "b", "nav"}
    | {"title", "script", "style", "svg", "code", "pre"}
)
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
QUIET = ("visually-hidden", "caption", "hint", "error-message", "govuk-tag")
UNTOUCHED_BLOCKS = frozenset({"comment", "verbatim", "blocktranslate", "blocktrans"})

PIECES = re.compile(
    r"(?P<tag>\{%.*?%\})|(?P<skip>\{\{.*?\}\}|\{#.*?#\}|<!--.*?-->)"
    r"|(?P<close></\s*(?P<closed>[a-zA-Z0-9]+)\s*>)"
    r"|(?P<open><(?P<opened>[a-zA-Z][a-zA-Z0-9]*)(?:\{%.*?%\}|\{\{.*?\}\}|[^<>])*>)",
    re.DOTALL,
)
SENTENCE = re.compile(
    r'(?P<before>\{% (?:heading [^%]*?\blead=|empty_state "[^"]*" ))"(?P<said>[^"]*)"(?P<after>[^%]*%\})'
)

Mark = Callable[[str, str], str]


@dataclasses.dataclass(frozen=True)
class Words:
    """The forms of the terms as one pattern, and the anchor to which each form leads."""

    pattern: re.Pattern[str]
    anchors: dict[str, str]

    def anchor(self, found: re.Match[str]) -> str:
        form = found["form"]
        return self.anchors.get(form) or self.anchors[form.casefold()]

    def mark(self, text: str, mark: Mark) -> str:
        """The text with every term replaced by what `mark` makes of its anchor and its words."""
        return self.pattern.sub(lambda found: mark(self.anchor(found), found[0]), text)

    def within(self, text: str) -> set[str]:
        """The anchors of the terms that the text uses."""
        return {self.anchor(found) for found in self.pattern.finditer(text)}


def words(terms: Iterable[Term]) -> Words:
    """Prepare the terms. Forms in capitals are found in capitals only; others in any case; the plural counts too."""
    anchors: dict[str, str] = {}
    for term in terms:
        for form in term.forms:
            anchors[form if form.isupper() else form.casefold()] = term.anchor
    longest_first = sorted(anchors, key=lambda form: (-len(form), form))
    forms = "|".join(re.escape(form) if form.isupper() else f"(?i:{re.escape(form)})" for form in longest_first)
    return Words(re.compile(rf"(?<![\w&#-])(?P<form>{forms})s?(?![\w-])"), anchors)


@dataclasses.dataclass
class _Place:
    """Where in the markup the reader of a template is: the elements that are open, and a block that is left alone."""

    elements: list[tuple[str, bool]] = dataclasses.field(default_factory=list)
    untouched: str = ""

    @property
    def is_prose(self) -> bool:
        is_running = any(name in PROSE for name, _quiet in self.elements)
        return not self.untouched and is_running and not any(quiet for _name, quiet in self.elements)

    def read(self, piece: re.Match[str]) -> None:
        if piece["tag"]:
            self._block(piece["tag"][2:-2].split()[:1])
        elif self.untouched:
            return
        elif piece["open"]:
            name = piece["opened"].lower()
            if name not in VOID and not piece["open"].endswith("/>"):
                self.elements.append((name, name in NEVER or any(word in piece["open"] for word in QUIET)))
        elif piece["close"]:
            self._close(piece["closed"].lower())

    def _block(self, named: list[str]) -> None:
        word = named[0] if named else ""
        if self.untouched:
            self.untouched = "" if word == f"end{self.untouched}" else self.untouched
        elif word in UNTOUCHED_BLOCKS:
            self.untouched = word

    def _close(self, name: str) -> None:
        for place in range(len(self.elements) - 1, -1, -1):
            if self.elements[place][0] == name:
                del self.elements[place:]
                return


def pieces(source: str) -> Iterator[tuple[str, bool]]:
    """The source cut into markup and text, each with whether it is running text."""
    place, at = _Place(), 0
    for piece in PIECES.finditer(source):
        if piece.start() > at:
            yield source[at : piece.start()], place.is_prose
        place.read(piece)
        yield piece[0], False
        at = piece.end()
    if at < len(source):
        yield source[at:], place.is_prose


def marked(source: str, known: Words) -> str:
    """The source of a template with the terms of its running text given to tags that link them.

    The sentence under a heading and that of an empty page are running text too, though tags of the template hold them.
    """
    text = "".join(known.mark(text, _tag) if is_prose else text for text, is_prose in pieces(source))
    return SENTENCE.sub(lambda found: _sentence(found, known), text)


def runs(source: str) -> list[str]:
    """The pieces of running text of a template."""
    return [text for text, is_prose in pieces(source) if is_prose] + [
        found["said"] for found in SENTENCE.finditer(source)
    ]


def _tag(anchor: str, text: str) -> str:
    return f'{{% gloss "{anchor}" "{text}" %}}'


def _sentence(found: re.Match[str], known: Words) -> str:
    if not known.within(found["said"]):
        return found[0]
    return f'{{% glossed "{found["said"]}" as glossed_said %}}{found["before"]}glossed_said{found["after"]}'

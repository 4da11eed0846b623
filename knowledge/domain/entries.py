"""Rules of the entries of the library."""

from collections.abc import Iterable

MOST_TAGS = 10
STAGES = range(1, 8)  # their names stand where programmes do
HIT, END = "\ue000", "\ue001"  # no text has these: they stand around what a search found


def tags_of(text: str) -> list[str]:
    """The tags of a line, divided by commas: small letters, each once, in the order given."""
    return tidy(text.split(","))


def tidy(tags: Iterable[str]) -> list[str]:
    """The tags without spaces around them, in small letters, each once."""
    return list(dict.fromkeys(tag for given in tags if (tag := " ".join(given.casefold().split()))))


def stages_of(given: Iterable[int]) -> list[int]:
    """The stages, each once and in order; what is no stage is left out."""
    return sorted(set(given) & set(STAGES))


def pieces(snippet: str) -> list[tuple[str, bool]]:
    """A snippet cut into what was found (True) and what stands around it."""
    found = []
    for number, part in enumerate(snippet.split(HIT)):
        hit, _, after = part.partition(END) if number else ("", "", part)
        found += [(hit, True)] if hit else []
        found += [(after, False)] if after else []
    return found

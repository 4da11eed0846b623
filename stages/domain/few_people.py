"""Small numbers beside words for people, in what somebody writes: "3 participants", "two young men"."""

import re

WRITTEN = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
PEOPLE = (
    "adult", "boy", "child", "children", "client", "family", "families", "father", "girl", "household", "man", "men",
    "mother", "parent", "participant", "patient", "people", "person", "prisoner", "pupil", "resident", "service user",
    "student", "tenant", "woman", "women",
)  # fmt: skip
FOUND = re.compile(
    rf"(?<![\d.,£/–-])\b(\d|{'|'.join(WRITTEN)})(?:(?: (?:of the|of))? [a-z-]+){{0,2}}? ({'|'.join(PEOPLE)})s?\b",
    re.IGNORECASE,
)


def told(text: str, threshold: int) -> list[str]:
    """The words of a text that number from one up to below `threshold` people, as they stand in it."""
    return [found.group(0) for found in FOUND.finditer(text) if 0 < _number(found.group(1)) < threshold]


def _number(word: str) -> int:
    return int(word) if word.isdigit() else WRITTEN.index(word.lower()) + 1

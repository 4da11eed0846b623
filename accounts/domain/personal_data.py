"""What in a text leads to a person. Notes, voices and lessons are kept without it.

The patterns find what has a form of its own. A name without a title has none, so people are also told not to write one.
"""

import re
from collections.abc import Collection, Sequence

EMAIL = "an email address"
PHONE = "a telephone number"
NATIONAL_INSURANCE = "a National Insurance number"
POSTCODE = "a postcode"
NAME = "a person's name"

PATTERNS = {
    EMAIL: re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+"),
    PHONE: re.compile(r"(?<![\w-])(?:\+\s?44[\s-]?(?:\(0\))?|\(?0)\d(?:[\s()-]{0,2}\d){8,9}(?!\d)"),
    NATIONAL_INSURANCE: re.compile(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?:[\s-]?\d){6}[\s-]?[A-D]\b", re.IGNORECASE),
    POSTCODE: re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s+\d[A-Z]{2}\b"),
    NAME: re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr)\b\.?\s+[A-Z][\w'’-]+"),
}
ALWAYS = (EMAIL, PHONE, NATIONAL_INSURANCE)


def found(text: str, kinds: Collection[str] = ALWAYS) -> tuple[str, ...]:
    """The kinds of personal data that the text seems to hold, in words; empty when none was recognised."""
    return tuple(kind for kind in kinds if PATTERNS[kind].search(text))


def listed(kinds: Sequence[str]) -> str:
    """The kinds in a phrase: an email address, a postcode and a telephone number."""
    return f"{', '.join(kinds[:-1])} and {kinds[-1]}" if len(kinds) > 1 else "".join(kinds)

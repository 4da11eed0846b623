"""Patterns of personal data that must not stand in a note: the log knows participants by reference only.

They find what has a form of its own. A name has none, so people are also told not to write one.
"""

import re

EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(\.[\w-]+)+")
NATIONAL_INSURANCE = re.compile(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\s?(\d\s?){6}[A-D]\b", re.IGNORECASE)
PHONE = re.compile(r"(?<![\w.])(\+44\s?\(?0?\)?|\(?0)[\s-]?\(?\d(?:[\s().-]*\d){8,9}(?![\w])")
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s+\d[A-Z]{2}\b")

PATTERNS = (
    ("an e-mail address", EMAIL),
    ("a National Insurance number", NATIONAL_INSURANCE),
    ("a telephone number", PHONE),
    ("a postcode", POSTCODE),
)


def found(text: str) -> list[str]:
    """What the text seems to hold, in words; empty when nothing was recognised."""
    return [name for name, pattern in PATTERNS if pattern.search(text)]


def refusal(text: str) -> str:
    """A sentence that says what to take out; empty when nothing was recognised."""
    seen = found(text)
    if not seen:
        return ""
    listed = " and ".join([", ".join(seen[:-1]), seen[-1]]) if len(seen) > 1 else seen[0]
    return f"The note seems to hold {listed}. Take it out: participants are known here by their reference only."

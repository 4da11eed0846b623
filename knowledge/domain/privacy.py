"""What must never stand in the library: anything that leads to a person."""

import re

FORBIDDEN = (
    ("an e-mail address", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("a telephone number", re.compile(r"(?<![\w.])(?:\+44[\s-]?(?:\(0\))?|0)(?:[\s-]?\d){9,10}(?!\d)")),
    (
        "a National Insurance number",
        re.compile(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b", re.IGNORECASE),
    ),
)


def personal_data(text: str) -> list[str]:
    """What kinds of personal data the text holds, in words; nothing when it holds none that can be recognised."""
    return [name for name, pattern in FORBIDDEN if pattern.search(text)]

"""What in a text would say who somebody is. A voice is kept without it: people speak more freely, and are safer."""

import re

MARKS = (
    ("an e-mail address", re.compile(r"[^\s@,;:()<>]+@[^\s@]+\.[^\s@]+")),
    ("a telephone number", re.compile(r"(?<![\w-])(?:\+\s?44[\s-]?(?:\(0\))?|\(?0)\d(?:[\s()-]{0,2}\d){8,9}(?!\d)")),
    (
        "a National Insurance number",
        re.compile(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?:[\s-]?\d{2}){3}[\s-]?[A-D]\b", re.IGNORECASE),
    ),
    ("a person's name", re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr)\b\.?\s+[A-Z][\w'’-]+")),
)


def identifying(text: str) -> tuple[str, ...]:
    """The kinds of mark that the text holds, in words; empty when none was recognised.

    Names without a title cannot be recognised: whoever writes the text down has to leave them out.
    """
    return tuple(words for words, pattern in MARKS if pattern.search(text))


def problem(text: str) -> str:
    """Why the text cannot be kept, and what to do, as a sentence; empty when it can."""
    found = identifying(text)
    if not found:
        return ""
    listed = found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}"
    return f"The text seems to hold {listed}. Take out whatever says who somebody is, and keep what was said."

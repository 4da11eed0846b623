"""One purpose for one programme: several aims are the commonest way in which schemes lose their way."""

import re

LISTED = re.compile(r"^\s*(?:[-*•–]|\(?\d+[.)]|\(?[a-z][.)])\s+", re.MULTILINE)
SENTENCE_END = re.compile(r"[.!?](?:\s+|$)")
JOINED = re.compile(r"\b(?:as well as|and also|in addition|at the same time|;\s*(?:and\s+)?to)\b|;", re.IGNORECASE)
TO_AND_TO = re.compile(
    r"\bto\s+\w+.*?\band\s+(?:to\s+)?(?:reduce|improve|increase|raise|cut|save|help|prevent)\b", re.I
)
LONGEST_WORDS = 60


def several_aims(aim: str) -> list[str]:
    """Why the text seems to hold more than one aim; empty when it reads as one. A warning, never a refusal."""
    signs = []
    if len(LISTED.findall(aim)) > 1:
        signs.append("It is a list.")
    if len(SENTENCE_END.findall(aim.strip())) > 2:
        signs.append("It has several sentences.")
    if JOINED.search(aim):
        signs.append("It joins things by words such as “as well as”, or by a semicolon.")
    elif TO_AND_TO.search(aim):
        signs.append("It says “to do one thing and do another”.")
    if len(aim.split()) > LONGEST_WORDS:
        signs.append(f"It is longer than {LONGEST_WORDS} words.")
    return signs

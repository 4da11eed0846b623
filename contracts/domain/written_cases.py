"""The written cases of an agreement test: read line by line, without anything that leads to a person."""

import re
from collections.abc import Collection

from accounts.domain import personal_data
from contracts.domain.agreement import MOST_CASES

SHORTEST, LONGEST = 15, 500
KINDS = (*personal_data.ALWAYS, personal_data.POSTCODE, personal_data.NAME)
NUMBERED = re.compile(r"^\s*(?:\d{1,3}[.)]|[-•*])\s+")


def read(text: str, known: Collection[str]) -> tuple[list[str], list[str]]:
    """The cases of pasted lines, and what is wrong, each with the number of its line. Empty lines are skipped.

    A number or bullet at the beginning of a line belongs to the list, not to the case.
    """
    cases: list[str] = []
    wrong: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        case = NUMBERED.sub("", line).strip()
        if not case:
            continue
        problem = refusal(case) or _twice(case, [*known, *cases])
        if problem:
            wrong.append(f"Line {number}: {problem}")
        else:
            cases.append(case)
    if len(known) + len(cases) > MOST_CASES:
        wrong.append(f"A test has at most {MOST_CASES} cases; with these it would have {len(known) + len(cases)}.")
    return cases, wrong


def refusal(case: str) -> str:
    """What keeps the words from being a case; empty where nothing does."""
    if len(case) < SHORTEST:
        return f"“{case}” is too short to be decided. Say in a sentence what happened, and when."
    if len(case) > LONGEST:
        return f"Shorten this case to {LONGEST} characters; it has {len(case)}."
    found = personal_data.found(case, KINDS)
    if found:
        return f"The case seems to hold {personal_data.listed(found)}. Take it out: cases are about nobody who lives."
    return ""


def reason_refusal(text: str) -> str:
    """What keeps the words from being a reason: they lead to a person."""
    found = personal_data.found(text, KINDS)
    return f"The reason seems to hold {personal_data.listed(found)}. Take it out." if found else ""


def _twice(case: str, known: Collection[str]) -> str:
    same = case.casefold() in {one.casefold() for one in known}
    return "This case is there already. Change one of the two." if same else ""

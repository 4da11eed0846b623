"""What makes a claim ask a question, so that it is kept apart and checked more often. A question is no finding."""

import dataclasses
from collections.abc import Mapping
from datetime import date

LATE, NEW, SAME_EVIDENCE, SAME_FILE, QUESTION = "late", "new_agent", "same_evidence", "same_file", "question"
WORDS: Mapping[str, str] = {
    LATE: "Received long after its event",
    NEW: "The agent had only begun to claim",
    SAME_EVIDENCE: "Its evidence is named for another participant too",
    SAME_FILE: "The same file is attached for another participant too",
    QUESTION: "A question about it was open",
}


@dataclasses.dataclass(frozen=True)
class Limits:
    """In days: from the event to the receipt of a claim, and from an agent's first event."""

    late: int
    new: int


def asks(
    *,
    event: date,
    received: date,
    first: date,
    shares_evidence: bool,
    shares_file: bool,
    is_questioned: bool,
    limits: Limits,
) -> list[str]:
    """The codes of what makes the claim ask a question, in a fixed order."""
    found = {
        LATE: (received - event).days > limits.late,
        NEW: (event - first).days < limits.new,
        SAME_EVIDENCE: shares_evidence,
        SAME_FILE: shares_file,
        QUESTION: is_questioned,
    }
    return [code for code in WORDS if found[code]]

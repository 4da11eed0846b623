"""What a notice says of an event: by numbers and codes, so that it can go into a mail as it stands."""

from collections.abc import Mapping
from typing import Any

from notifications.domain import kinds

STATES = {
    "accepted": "everything was taken",
    "partly": "some rows were rejected",
    "rejected": "nothing was taken",
    "failed": "it could not be read",
    "checked": "it was only checked",
    "questions": "everything was taken, and there are questions",
    "cancelled": "it was cancelled, and nothing was taken",
}
NAMED_BY = {
    kinds.SUBMISSION_FINISHED: "submission",
    kinds.CLAIM_FAILED: "claim",
    kinds.STATEMENT_PROPOSED: "period",
    kinds.FLAG_RAISED: "period",
    kinds.FINDING_OPENED: "finding",
    kinds.STAGE_REOPENED: "stage",
    kinds.DECISION_RECORDED: "decision",
}


def one(kind: str, data: Mapping[str, Any]) -> str:
    """One event in words."""
    state = str(data.get("status", ""))
    return kinds.BY_CODE[kind].one.format(name=data.get(NAMED_BY[kind], ""), state=STATES.get(state, state))


def many(kind: str, count: int) -> str:
    """Several events of one kind in one programme, which happened together."""
    return kinds.BY_CODE[kind].many.format(count=f"{count:,}")

"""What may happen that others are told of: its code, its words, who may read of it and who is told by a notice.

Roles are written by their codes, as `accounts.models.Role` has them. Where an event names organisations, agents hear of
it only for theirs.
"""

import dataclasses

EVERYBODY = frozenset({"commissioner", "principal", "agent", "expert_body", "verifier", "analyst", "administrator"})


@dataclasses.dataclass(frozen=True)
class Kind:
    """`label` names it in a list of events; `one` and `many` are what a notice says, without anything personal.

    `readers` are the roles for whom a webhook may carry it; `told` those who get a notice. Whoever did it gets none,
    unless it is `awaited`: they began it, and it went on without them.
    """

    code: str
    label: str
    one: str
    many: str
    told: frozenset[str]
    readers: frozenset[str] = EVERYBODY
    awaited: bool = False


SUBMISSION_FINISHED = "submission.finished"
CLAIM_FAILED = "claim.failed"
STATEMENT_PROPOSED = "statement.proposed"
FLAG_RAISED = "flag.raised"
FINDING_OPENED = "finding.opened"
STAGE_REOPENED = "stage.reopened"
DECISION_RECORDED = "decision.recorded"
TEST = "endpoint.test"

LEADERS = frozenset({"commissioner", "expert_body"})
ROWS = frozenset({"commissioner", "principal", "agent", "verifier", "administrator"})
"""The roles that may see single rows, agents their own: see the rules of the pages."""

KINDS = (
    Kind(
        SUBMISSION_FINISHED, "A file from an agent has been dealt with", "File {name} has been dealt with: {state}",
        "{count} files have been dealt with", frozenset({"agent"}), ROWS, awaited=True,
    ),
    Kind(
        CLAIM_FAILED, "A claim failed verification", "Claim {name} failed verification",
        "{count} claims failed verification", frozenset({"agent"}), ROWS,
    ),
    Kind(
        STATEMENT_PROPOSED, "A statement was proposed to an agent", "The statement for {name} was proposed",
        "{count} statements were proposed", frozenset({"agent", "principal"}),
    ),
    Kind(
        FLAG_RAISED, "Monitoring raised a flag", "Monitoring raised a flag for {name}",
        "Monitoring raised {count} flags", LEADERS,
    ),
    Kind(
        FINDING_OPENED, "A finding was opened", "Finding {name} was opened",
        "{count} findings were opened", LEADERS | {"principal", "agent"},
    ),
    Kind(
        STAGE_REOPENED, "A stage was reopened", "Stage {name} was reopened",
        "{count} stages were reopened", LEADERS | {"principal", "agent"},
    ),
    Kind(
        DECISION_RECORDED, "The Expert Body recorded a decision", "Decision {name} of the Expert Body was recorded",
        "{count} decisions of the Expert Body were recorded", LEADERS | {"principal"},
    ),
)  # fmt: skip
BY_CODE = {kind.code: kind for kind in KINDS}

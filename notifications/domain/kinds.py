"""What may happen that others are told of: its code, its words, who may read of it and who is told by a notice.

Roles are written by their codes, as `accounts.models.Role` has them. Where an event names organisations, agents hear of
it only for theirs.
"""

import dataclasses
from collections.abc import Mapping
from typing import Any

EVERYBODY = frozenset({"commissioner", "principal", "agent", "expert_body", "verifier", "analyst", "administrator"})


@dataclasses.dataclass(frozen=True)
class Part:
    """One thing that an event says: under which name, in which shape (JSON Schema), and what it is; with an example."""

    name: str
    shape: Mapping[str, Any]
    said: str
    example: Any


NUMBER: Mapping[str, Any] = {"type": "integer", "minimum": 1}
CODE: Mapping[str, Any] = {"type": "string"}
STAGE: Mapping[str, Any] = {"type": "integer", "minimum": 1, "maximum": 7}
AGENT = Part("agent", CODE, "The code of the agent", "harbour-pathways")
PERIOD = Part("period", CODE, "The code of the period", "y1-q3")


@dataclasses.dataclass(frozen=True)
class Kind:
    """`label` names it in a list of events; `one` and `many` are what a notice says, without anything personal.

    `readers` are the roles for whom a webhook may carry it; `told` those who get a notice. Whoever did it gets none,
    unless it is `awaited`: they began it, and it went on without them. `parts` are what its webhook says.
    """

    code: str
    label: str
    one: str
    many: str
    told: frozenset[str]
    parts: tuple[Part, ...]
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
        "{count} files have been dealt with", frozenset({"agent"}),
        (
            Part("submission", NUMBER, "The number of the file", 31),
            AGENT,
            Part("status", CODE, "What became of it, as the submission has it", "partly"),
        ),
        ROWS, awaited=True,
    ),
    Kind(
        CLAIM_FAILED, "A claim failed verification", "Claim {name} failed verification",
        "{count} claims failed verification", frozenset({"agent"}),
        (
            Part("claim", NUMBER, "The number of the claim", 1204),
            AGENT,
            Part("outcome", CODE, "The code of the outcome", "job"),
        ),
        ROWS,
    ),
    Kind(
        STATEMENT_PROPOSED, "A statement was proposed to an agent", "The statement for {name} was proposed",
        "{count} statements were proposed", frozenset({"agent", "principal"}),
        (
            Part("statement", NUMBER, "The number of the statement", 12),
            AGENT,
            PERIOD,
            Part("answer_by", {"type": "string", "format": "date"}, "By when the agent says whether it is right",
                 "2026-07-31"),
        ),
    ),
    Kind(
        FLAG_RAISED, "Monitoring raised a flag", "Monitoring raised a flag for {name}",
        "Monitoring raised {count} flags", LEADERS, (PERIOD,),
    ),
    Kind(
        FINDING_OPENED, "A finding was opened", "Finding {name} was opened",
        "{count} findings were opened", LEADERS | {"principal", "agent"},
        (
            Part("finding", NUMBER, "The number of the finding", 3),
            Part("severity", {"enum": ["amber", "red", "critical", ""]},
                 "How bad it is; empty where that would tell of few people", "red"),
            Part("stages", {"type": "array", "items": STAGE},
                 "The stages that it questions; none where they would tell of few people", [4]),
        ),
    ),
    Kind(
        STAGE_REOPENED, "A stage was reopened", "Stage {name} was reopened",
        "{count} stages were reopened", LEADERS | {"principal", "agent"},
        (
            Part("stage", STAGE, "The stage", 4),
            Part("visit", {"type": "integer", "minimum": 2}, "How often it has been opened now", 2),
            Part("finding", {"type": ["integer", "null"]}, "The number of the finding for which, if one", 3),
        ),
    ),
    Kind(
        DECISION_RECORDED, "The Expert Body recorded a decision", "Decision {name} of the Expert Body was recorded",
        "{count} decisions of the Expert Body were recorded", LEADERS | {"principal"},
        (
            Part("decision", NUMBER, "The number of the decision", 9),
            Part("about", CODE, "The kind of matter: gate, contract_version, finding and others", "gate"),
            Part("resolution", CODE, "What was decided, by its code", "pass"),
        ),
    ),
)  # fmt: skip
A_TEST = Part("test", {"const": True}, "That this is a test, and nothing happened", True)
"""What the webhook says that somebody sends to see whether it arrives."""
BY_CODE = {kind.code: kind for kind in KINDS}

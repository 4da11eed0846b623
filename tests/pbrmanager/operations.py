"""Who may carry out which operation of the interface for other systems: every operation × everybody who may ask.

The letters are those of `access`, for the people of its `WHO` in that order: `y` for what is carried out or refused by
a rule of the field, `n` for 403, `.` for 404 and `s` for 401. A system with a token of the person is answered alike,
but for what is `for_people_alone`, which no token may do. What is not in the table does not exist.
"""

import dataclasses
from typing import Any

from tests.pbrmanager.access import (
    GRANTERS,
    KEEPERS,
    MEMBERS,
    NOT_AGENTS,
    PAYERS,
    RECORDERS,
    ROW,
    SENDERS,
    STATEMENT,
    WATCHERS,
)

# Rights that many operations share    who: an st co pr ag ri me ve an ad
PROGRAMMES = "syyyyyyyyy"
RAISERS = "s.ynnnyynn"
ASKERS = "s.yyy.nynn"
REPLIERS = "s.yyyyynnn"
BANK = "s.yyyynnnn"  # who pays sees every account, an agent its own
BANK_ENTERED = "s.yy.ynnnn"
OF_THE_AGENT = "s...y....."  # what one person asked for, and nobody else sees


@dataclasses.dataclass(frozen=True)
class Operation:
    """An operation by the name of its address, and the answers. Parts that begin with a colon name a record."""

    name: str
    get: str = ""
    post: str = ""
    body: Any = None
    parts: dict[str, Any] = dataclasses.field(default_factory=dict)
    for_people_alone: bool = False
    kind: str = "application/json"
    query: str = ""
    of_the_asker: bool = False
    """Whether the record is for whoever asked for it alone: not even a system with their roles finds it."""

    def __str__(self) -> str:
        return self.name

    @property
    def is_of_a_programme(self) -> bool:
        return "slug" in self.parts


def of(name: str, get: str = "", post: str = "", body: Any = None, alone: bool = False, **parts: Any) -> Operation:
    """An operation on what belongs to a programme."""
    return Operation(name, get, post, body, {"slug": ":programme", **parts}, alone)


FINDING = {
    "title": "Seen", "summary": "Seen.", "source": "verification", "severity": "red", "stages": [4], "why": "So.",
}  # fmt: skip
PROJECT = {"name": {"value": "Elsewhere"}, "results": []}
CLAIM = {"participant": "NW-0001", "outcome": "job", "achieved_on": "2025-03-01"}

ACCOUNT = {"organisation": ":payee", "name": "Main", "sort_code": "20-00-00", "account_number": "55779911"}
RUN: dict[str, Any] = {"number": ":run"}

OPERATIONS = (
    Operation("pack_list", post="snnnnnnnnn", body={"pack": 1}, for_people_alone=True),
    Operation("programme_list", PROGRAMMES),
    of("programme_detail", MEMBERS),
    of("sandbox", post=GRANTERS),
    of("stage_list", MEMBERS),
    of("stage_detail", MEMBERS, stage=3),
    of("stage_gate_request", post=KEEPERS, body={"note": "Ready."}, stage=5),
    of("stage_close", post=KEEPERS, body={"decision": "Ready."}, alone=True, stage=5),
    of("stage_reopen", post=KEEPERS, body={"because": "Needed."}, alone=True, stage=2),
    of("finding_list", MEMBERS, RAISERS, FINDING),
    of("finding_detail", MEMBERS, number=":finding"),
    of("meeting_list", MEMBERS),
    of("meeting_detail", MEMBERS, number=":over"),
    of("finding_reply_list", post=REPLIERS, body={"text": "Seen."}, number=":finding"),
    of("participant_list", WATCHERS),
    of("participant_detail", ROW, pk=":participant"),
    of("submission_list", WATCHERS),
    Operation(
        "submission_list",
        "",
        SENDERS,
        "participant,started_on\nx,y\n",
        {"slug": ":programme"},
        kind="text/csv",
        query="?kind=participants",
    ),
    of("submission_detail", ROW, pk=":submission"),
    of("submission_errors", ROW, pk=":submission"),
    of("submission_take", post=RECORDERS, pk=":submission"),
    of("submission_cancel", post=RECORDERS, pk=":submission"),
    of("claim_list", WATCHERS, SENDERS, CLAIM),
    of("claim_detail", ROW, pk=":claim"),
    of("claim_amend", post=RECORDERS, body={"reason": "Wrong.", "sequence": 7}, pk=":claim"),
    of("claim_withdraw", post=RECORDERS, body={"reason": "Wrong."}, pk=":claim"),
    of("evidence_list", ROW, pk=":claim"),
    Operation(
        "evidence_list",
        "",
        RECORDERS,
        "A letter.\n",
        {"slug": ":programme", "pk": ":claim"},
        kind="application/octet-stream",
        query="?filename=letter.txt",
    ),
    of("evidence_file", "s.yny.nynn", pk=":claim", file=":file"),
    of("claim_explanation", ROW, pk=":claim"),
    of("start_explanation", ROW, pk=":participant"),
    of("version_list", MEMBERS),
    of("version_detail", MEMBERS, number=1),
    of("plan_list", WATCHERS),
    of("plan_detail", WATCHERS, number=":plan"),
    of("check_list", WATCHERS, number=":plan"),
    of("check_detail", ROW, pk=":drawn"),
    of("evidence_answer", post=RECORDERS, body={"text": "A payslip."}, pk=":drawn", asked=":asked"),
    of("statement_list", MEMBERS),
    of("statement_detail", STATEMENT, pk=":statement"),
    of("statement_propose", post=PAYERS, body={"due_on": "2027-01-15"}, alone=True, pk=":statement"),
    of("statement_accept", post=RECORDERS, alone=True, pk=":statement"),
    of("statement_query", post=ASKERS, body={"text": "Which?"}, pk=":statement"),
    of("query_answer", post="s.yyy.nnnn", body={"text": "These."}, pk=":statement", query=":query"),
    of("export_list", MEMBERS, WATCHERS, {"kind": "claims", "format": "csv"}),
    Operation("export_detail", OF_THE_AGENT, parts={"slug": ":programme", "pk": ":export"}, of_the_asker=True),
    Operation("export_file", OF_THE_AGENT, parts={"slug": ":programme", "pk": ":export"}, of_the_asker=True),
    of("statement_sign", post="s.nynnnnnn", body={"total": "1.00"}, alone=True, pk=":statement"),
    of("pricing_list", post=PAYERS),
    of("account_list", BANK),
    of("account_list", post=BANK_ENTERED, body=ACCOUNT, alone=True),
    of("account_decide", post=PAYERS, body={"decision": "confirm"}, alone=True, pk=":account"),
    of("run_list", PAYERS),
    of("run_list", post=PAYERS, alone=True),
    of("run_detail", PAYERS, **RUN),
    of("run_release", post="s.nynnnnnn", alone=True, **RUN),
    of("run_response", post=PAYERS, body={"filename": "a.csv", "content": "x"}, alone=True, **RUN),
    of("run_reconcile", post=PAYERS, body={"amount": "1.00"}, alone=True, **RUN),
    Operation("run_file", PAYERS, parts={"slug": ":programme", **RUN}, query="?form=csv"),
    of("comparator_list", NOT_AGENTS, KEEPERS, PROJECT),
    of("comparator_detail", NOT_AGENTS, number=":comparator"),
    of("comparator_remove", post=KEEPERS, body={"reason": "Never begun."}, number=":comparator"),
    of("target_list", MEMBERS),
    of("target_detail", MEMBERS, code="job-rate"),
    of("verdict_list", MEMBERS),
    of("verdict_detail", MEMBERS, code="against-before"),
    of("flag_list", MEMBERS),
    of("finding_answer", post=KEEPERS, body={"answer": "dismiss", "rationale": "So."}, alone=True, number=":finding"),
)
NAMES = {operation.name for operation in OPERATIONS} | {"nowhere"}

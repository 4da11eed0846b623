"""What is sent and answered.

Written by `generate_models.py` from the description of the interface: do not edit.
"""

from __future__ import annotations

import dataclasses
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal


@dataclasses.dataclass(frozen=True, kw_only=True)
class Action:
    what: str
    owner: str
    due_on: date
    done_at: datetime | None
    overdue: bool
    effect_checks: tuple[Effect, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class AgentResult:
    agent: str
    claims: int
    drawn: int
    checked: int
    wrong: int
    error_rate: str
    verdict: str
    wrong_value: str
    recovery: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class AmendmentSent:
    sequence: int | None = None
    value: str | None = None
    evidence_kind: str | None = None
    evidence_ref: str | None = None
    achieved_on: date | None = None
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class BankAccount:
    id: int
    organisation: str
    name: str
    numbers: str
    state: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class BankAccountSent:
    organisation: str
    name: str
    sort_code: str | None = None
    account_number: str | None = None
    iban: str | None = None
    bic: str | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class BankDecisionSent:
    decision: Literal["confirm", "refuse"]
    reason: str | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class Cause:
    field: str
    code: str
    count: int
    first_row: int | None
    reason: str
    what_to_do: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Check:
    id: int
    claim: int
    participant: str
    agent: str
    stratum: str
    value: str
    state: Literal["to_check", "asked", "to_confirm", "appealed", "passed", "failed", "withdrawn"]
    evidence_due: date | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class CheckDetail:
    id: int
    claim: int
    participant: str
    agent: str
    stratum: str
    value: str
    state: Literal["to_check", "asked", "to_confirm", "appealed", "passed", "failed", "withdrawn"]
    evidence_due: date | None
    requests: tuple[EvidenceRequest, ...]
    decisions: tuple[Decision, ...]
    may_answer: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class Claim:
    id: int
    agent: str
    participant: str
    participant_id: int
    outcome: str
    outcome_name: str
    achieved_on: date
    sequence: int
    value: Decimal | None
    evidence_kind: str
    evidence_ref: str
    state: Literal["accepted", "sampled", "verified", "failed", "withdrawn"]
    has_open_questions: bool
    contract_version: int
    submission: int | None
    row_number: int | None
    amends: int | None
    received_at: datetime


@dataclasses.dataclass(frozen=True, kw_only=True)
class ClaimSent:
    sequence: int | None = None
    value: str | None = None
    evidence_kind: str | None = None
    evidence_ref: str | None = None
    agent: str | None = None
    participant: str
    outcome: str
    achieved_on: date


@dataclasses.dataclass(frozen=True, kw_only=True)
class CloseSent:
    decision: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Condition:
    label: str
    text: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Criterion:
    code: str
    rule: str
    state: str
    reason: str
    source: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Decision:
    step: str
    verdict: str
    reason: str
    decided_at: datetime


@dataclasses.dataclass(frozen=True, kw_only=True)
class Effect:
    effect: Literal["worked", "partly", "none", "worse"]
    note: str
    checked_at: datetime


@dataclasses.dataclass(frozen=True, kw_only=True)
class Event:
    title: str
    at: datetime
    by: str
    detail: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Evidence:
    id: int
    claim: int
    filename: str
    kind: str
    size: int
    digest: str
    state: Literal["withdrawn", "infected", "elsewhere", "waiting", "clean", "unscanned"]
    attached_by: str
    attached_at: datetime
    may_open: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class EvidenceAnswer:
    text: str
    reference: str
    answered_by: str
    answered_at: datetime


@dataclasses.dataclass(frozen=True, kw_only=True)
class EvidenceAnswerSent:
    text: str
    reference: str | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class EvidenceRequest:
    id: int
    text: str
    due_on: date
    answer: EvidenceAnswer | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class Explanation:
    claim: int | None
    participant: str
    agent: str
    outcome: str
    segment: str
    event_date: str
    version: int
    rules: tuple[Rule, ...]
    not_paid: tuple[str, ...]
    total: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Export:
    id: int
    kind: Literal["pack", "open_data", "indigo", "ocds", "claims", "statement_lines"]
    format: Literal["csv", "json", "ndjson", "xlsx"]
    status: Literal["queued", "writing", "ready", "failed", "expired"]
    finished: bool
    rows: int
    rows_expected: int | None
    size: int
    digest: str
    filename: str
    failure: str
    asked_at: datetime
    finished_at: datetime | None
    expires_at: datetime | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class ExportSent:
    kind: Literal["pack", "open_data", "indigo", "ocds", "claims", "statement_lines"]
    format: Literal["csv", "json", "ndjson", "xlsx"]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Finding:
    number: int
    title: str
    summary: str
    source: Literal["monitoring", "verification", "expert_body", "service_user", "gate", "horizon"]
    severity: Literal["amber", "red", "critical"]
    stages: tuple[Questioned, ...]
    raised_at: datetime
    raised_by: str
    closed_at: datetime | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class FindingAnswerSent:
    answer: Literal["accept", "reopen", "dismiss"]
    rationale: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class FindingDetail:
    number: int
    title: str
    summary: str
    source: Literal["monitoring", "verification", "expert_body", "service_user", "gate", "horizon"]
    severity: Literal["amber", "red", "critical"]
    stages: tuple[Questioned, ...]
    raised_at: datetime
    raised_by: str
    closed_at: datetime | None
    evidence: dict[str, Any]
    replies: tuple[Reply, ...]
    actions: tuple[Action, ...]
    to_close: tuple[str, ...]
    closing_note: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class FindingSent:
    title: str
    summary: str
    source: Literal["verification", "expert_body", "service_user"]
    severity: Literal["amber", "red", "critical"]
    stages: tuple[Literal[1, 2, 3, 4, 5, 6], ...]
    why: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Flag:
    id: int
    kind: Literal["off_track", "forecast", "signal", "starts", "waiting", "parking", "late_data", "too_few"]
    subject: str
    period: str
    severity: Literal["amber", "red", "critical"]
    reason: str
    stages: tuple[int, ...]
    probability: Decimal | None
    finding: int | None = None
    raised_at: datetime


@dataclasses.dataclass(frozen=True, kw_only=True)
class GateRequestSent:
    note: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Line:
    code: str
    kind: str
    rule: str
    name: str
    words: str
    outcome: str
    segment: str
    version: int
    count: int
    unit_amount: str
    gross: str
    deadweight: str
    cap: str
    net: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Loaded:
    slug: str
    name: str
    commissioner: str
    new: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class Organisation:
    code: str
    name: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Others:
    count: int
    net: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Participant:
    id: int
    reference: str
    agent: str
    started_on: date
    segment: str
    attributes: dict[str, Any]
    contract_version: int
    received_at: datetime


@dataclasses.dataclass(frozen=True, kw_only=True)
class Pause:
    paused_at: datetime
    because: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Payee:
    agent: str
    net: Decimal
    end_to_end_id: str | None = None
    outcome: str | None = None
    paid: Decimal | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class Period:
    code: str
    starts_on: date
    ends_on: date


@dataclasses.dataclass(frozen=True, kw_only=True)
class Plan:
    number: int
    name: str
    state: Literal["planned", "running", "ended", "given_up"]
    starts_on: date
    ends_on: date
    due_on: date
    method: Literal["equal", "by_value"]
    confidence: str
    tolerable: str
    drawn: int
    decided: int
    wrong: int
    results: tuple[AgentResult, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Priced:
    by_worker: bool
    run: int | None = None
    entries: int | None = None
    net: Decimal | None = None
    said: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Problem:
    """What is wrong, as RFC 9457 has it."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: tuple[Wrong, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Programme:
    slug: str
    name: str
    summary: str
    sector: str
    commissioner: Organisation
    reopening_policy: Literal["automatic", "expert_body"]
    suppression_threshold: int
    synthetic: bool
    sandbox_of: str | None = None
    created_at: datetime


@dataclasses.dataclass(frozen=True, kw_only=True)
class ProposalSent:
    due_on: date
    total: str | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class Query:
    id: int
    about: str
    asked: Said
    answers: tuple[Said, ...]
    open: bool
    waits_for_answer: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class QueryAnswerSent:
    text: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class QuerySent:
    text: str
    line: str | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class Question:
    code: str
    name: str
    outcome: str
    measure: Literal["share", "events", "improved"]
    against: Literal["fixed", "group", "case_mix", "change"]
    matters: str
    window_days: int
    agreed_at: datetime
    since: date
    contract_version: int
    settled_in_advance: bool
    verdicts: tuple[Verdict, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Questioned:
    stage: int
    why: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Reading:
    period: str
    ends_on: date
    status: str
    people: int | None
    achieved: int | None
    actual: float | None
    low: float | None
    high: float | None
    expected: float | None
    minimum: float | None
    probability: float | None
    reason: str
    hidden: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReconciliationSent:
    amount: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class RejectedRow:
    row_number: int
    cells: dict[str, str]
    errors: tuple[RowError, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReopenSent:
    because: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Reply:
    kind: Literal["comment", "accepted", "dismissed"]
    text: str
    written_at: datetime
    written_by: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReplySent:
    text: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class ResponseSent:
    filename: str
    content: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class RowError:
    field: str
    code: str
    reason: str
    what_to_do: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Rule:
    rule: str
    name: str
    words: str
    conditions: tuple[Condition, ...]
    net: str
    entries: tuple[dict[str, Any], ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Run:
    number: int
    payer: str
    state: Literal["made", "sent", "answered", "reconciled"]
    total: Decimal
    made_at: datetime


@dataclasses.dataclass(frozen=True, kw_only=True)
class RunDetail:
    number: int
    payer: str
    state: Literal["made", "sent", "answered", "reconciled"]
    total: Decimal
    made_at: datetime
    made_by: str
    payees: tuple[Payee, ...]
    missing: tuple[str, ...]
    hindrance: str
    may_release: bool
    may_answer: bool
    may_reconcile: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class RunsMade:
    runs: tuple[Run, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Said:
    text: str
    by: str
    at: datetime


@dataclasses.dataclass(frozen=True, kw_only=True)
class SignOffSent:
    total: str
    override: str | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class Stage:
    number: int
    name: str
    status: Literal["not_started", "open", "reopened", "closed"]
    visits: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class StageDetail:
    number: int
    name: str
    led_by: str
    purpose: str
    status: Literal["not_started", "open", "reopened", "closed"]
    pause: Pause | None
    criteria: tuple[Criterion, ...]
    visits: tuple[Visit, ...]
    may_close: bool
    may_reopen: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class Statement:
    id: int
    agent: str
    period: Period
    state: Literal["open", "proposed", "queried", "approved", "in_payment", "paid", "reconciled"]
    total: Decimal | None
    opened_at: datetime
    approved_at: datetime | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class StatementDetail:
    id: int
    agent: str
    period: Period
    state: Literal["open", "proposed", "queried", "approved", "in_payment", "paid", "reconciled"]
    total: Decimal | None
    opened_at: datetime
    approved_at: datetime | None
    lines: tuple[Line, ...]
    others: Others | None
    payers: tuple[dict[str, Any], ...]
    queries: tuple[Query, ...]
    events: tuple[Event, ...]
    may_propose: bool
    may_accept: bool
    may_query: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class Submission:
    id: int
    kind: Literal["participants", "outcomes", "changes"]
    agent: str
    filename: str
    status: Literal[
        "queued", "reading", "checking", "accepted", "questions", "partly", "rejected", "failed", "checked", "cancelled"
    ]
    finished: bool
    rows_read: int
    rows_expected: int | None
    rows_per_second: int | None
    received: int
    accepted: int
    duplicates: int
    rejected: int
    questions: int
    held_back: int
    unknown_columns: tuple[str, ...]
    causes: tuple[Cause, ...]
    failure: str
    consent: Literal["good", "all"]
    dry_run: bool
    follows: int | None
    digest: str
    size: int
    submitted_at: datetime
    submitted_by: str
    finished_at: datetime | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class TakeSent:
    consent: Literal["good", "all"] | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class Target:
    code: str
    label: str
    outcome: str
    segment: str | None = None
    agent: str | None = None
    measure: Literal["rate", "count"]
    value: str
    minimum: str | None
    readings: tuple[Reading, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Verdict:
    periods: tuple[str, ...]
    verdict: Literal["too_few", "no_clear_difference", "likely_better", "likely_worse"]
    words: str
    seen: str
    hidden: bool
    people: int | None
    estimate: str | None
    comparator: str | None
    size: str | None
    low: str | None
    high: str | None
    level: str
    p: str | None
    p_holm: float | None
    p_benjamini_hochberg: float | None
    detectable: str | None
    needed: int | None
    look: int
    looks_planned: int
    as_of: date
    test: Literal[
        "wilson",
        "exact_binomial",
        "newcombe",
        "fisher",
        "standardised",
        "model_scored",
        "difference_in_differences",
        "student",
        "poisson",
        "negative_binomial",
    ]
    method: str
    inputs: str
    judged_at: datetime


@dataclasses.dataclass(frozen=True, kw_only=True)
class Version:
    number: int
    title: str
    state: str
    effective_from: date | None
    effective_to: date | None
    proposed_at: datetime | None
    agreed_at: datetime | None
    digest: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class VersionDetail:
    number: int
    title: str
    state: str
    effective_from: date | None
    effective_to: date | None
    proposed_at: datetime | None
    agreed_at: datetime | None
    digest: str
    terms: dict[str, Any]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Visit:
    number: int
    opened_at: datetime
    opened_by: str
    because: str
    finding: int | None = None
    closed_at: datetime | None
    closed_by: str | None
    decision: str
    criteria: tuple[Criterion, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class WithdrawalSent:
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Wrong:
    field: str
    code: str
    reason: str
    what_to_do: str

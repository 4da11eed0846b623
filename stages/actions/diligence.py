"""Due diligence of candidates: what was found, the cash plan, and the bid's figures against the evidence."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.errors import Refused
from accounts.models import User
from stages.actions import records
from stages.models import AgentDiligence, BidAssumption, Candidate, CashPlan, PrincipalDiligence

PRINCIPAL_FIELDS = ["budget_authority", "funds_available", "liability", "accountability", "oversight_record"]
AGENT_FIELDS = [
    "delivery_history",
    "references",
    "working_capital",
    "data_capability",
    "supply_chain",
    "risk_appetite",
    "maximum_pbr_share",
]
PLAN_FIELDS = [
    "months",
    "monthly_cost",
    "monthly_fee",
    "monthly_income",
    "lag_months",
    "pessimistic_share",
    "pessimistic_delay_months",
    "source",
]
ASSUMPTION_FIELDS = ["kind", "name", "value", "evidence_low", "evidence_high", "source", "explanation"]

One = PrincipalDiligence | AgentDiligence | CashPlan
LONGEST, LATEST = 240, 60  # months of a plan, and of lag or delay


def _begin(candidate: Candidate, stage: int, by: User) -> None:
    if candidate.stage != stage:
        who = "principal" if stage == 2 else "agent"
        raise Refused(f"{candidate} is not a candidate to be the {who}, so this is not recorded for it.")
    records.begin(candidate.programme, candidate.stage, by)


def _known(fields: Mapping[str, Any], names: list[str]) -> None:
    unknown = set(fields) - set(names)
    if unknown:
        raise TypeError(f"Due diligence has no {', '.join(sorted(unknown))}")


def _keep(
    find: Callable[[], One | None], make: Callable[[], One], fields: dict[str, Any], names: list[str],
    *, candidate: Candidate, action: str, by: User, at: datetime,
) -> One:  # fmt: skip
    """The candidate's one row, made or changed, with its audit row. Who looked last, and when, is kept with it."""
    found, programme = find(), candidate.programme
    if found is None:
        made = make()
        records.added(made, programme=programme, action=action, names=names, by=by, at=at)
        return made
    if any(getattr(found, name) != value for name, value in fields.items()):
        changed = {**fields, "recorded_by": by, "recorded_at": at}
        records.change(found, changed, programme=programme, action=action, by=by, at=at)
    return found


def _not_negative(amount: Decimal | None, what: str) -> None:
    if amount is not None and amount < 0:
        raise Refused(f"The {what} cannot be less than nothing.")


def _per_cent(share: Decimal | None, what: str) -> None:
    if share is not None and not 0 <= share <= 100:
        raise Refused(f"The {what} is between 0 and 100 per cent.")


@transaction.atomic
def record_principal(*, candidate: Candidate, by: User, at: datetime, **fields: Any) -> PrincipalDiligence:
    """Keep what was found about a candidate to be the principal: finance, accountability, record of oversight."""
    _begin(candidate, 2, by)
    _known(fields, PRINCIPAL_FIELDS)
    _not_negative(fields.get("funds_available"), "funds available")
    kept = _keep(
        lambda: PrincipalDiligence.objects.filter(candidate=candidate).first(),
        lambda: PrincipalDiligence.objects.create(candidate=candidate, recorded_by=by, recorded_at=at, **fields),
        fields, PRINCIPAL_FIELDS, candidate=candidate, action="stages.diligence.principal", by=by, at=at,
    )  # fmt: skip
    assert isinstance(kept, PrincipalDiligence)
    return kept


@transaction.atomic
def record_agent(*, candidate: Candidate, by: User, at: datetime, **fields: Any) -> AgentDiligence:
    """Keep what was found about a candidate to be the agent: history, cash, data, supply chain, appetite for risk."""
    _begin(candidate, 3, by)
    _known(fields, AGENT_FIELDS)
    _not_negative(fields.get("working_capital"), "working capital")
    _per_cent(fields.get("maximum_pbr_share"), "greatest share of pay by results")
    kept = _keep(
        lambda: AgentDiligence.objects.filter(candidate=candidate).first(),
        lambda: AgentDiligence.objects.create(candidate=candidate, recorded_by=by, recorded_at=at, **fields),
        fields, AGENT_FIELDS, candidate=candidate, action="stages.diligence.agent", by=by, at=at,
    )  # fmt: skip
    assert isinstance(kept, AgentDiligence)
    return kept


@transaction.atomic
def plan_cash(*, candidate: Candidate, by: User, at: datetime, **fields: Any) -> CashPlan:
    """Keep the candidate's monthly cash plan and its pessimistic case. Raises `Refused` for figures that cannot be."""
    _begin(candidate, 3, by)
    _known(fields, PLAN_FIELDS)
    if not 1 <= fields["months"] <= LONGEST:
        raise Refused(f"A plan covers 1 to {LONGEST} months.")
    if not (0 <= fields["lag_months"] <= LATEST and 0 <= fields["pessimistic_delay_months"] <= LATEST):
        raise Refused(f"Payment comes 0 to {LATEST} months later.")
    for name, words in (("monthly_cost", "cost"), ("monthly_fee", "fee"), ("monthly_income", "income by results")):
        _not_negative(fields[name], f"{words} a month")
    _per_cent(fields["pessimistic_share"], "share of the income in the pessimistic case")
    kept = _keep(
        lambda: CashPlan.objects.filter(candidate=candidate).first(),
        lambda: CashPlan.objects.create(candidate=candidate, recorded_by=by, recorded_at=at, **fields),
        fields, PLAN_FIELDS, candidate=candidate, action="stages.diligence.cash", by=by, at=at,
    )  # fmt: skip
    assert isinstance(kept, CashPlan)
    return kept


def _check_assumption(candidate: Candidate, fields: Mapping[str, Any], other_than: int) -> None:
    _known(fields, ASSUMPTION_FIELDS)
    name = fields["name"].strip()
    if not name:
        raise Refused("Enter what the figure is.")
    if BidAssumption.objects.filter(candidate=candidate, name__iexact=name).exclude(pk=other_than).exists():
        raise Refused(f"{name} is recorded already. Change that figure instead.")
    low, high = fields.get("evidence_low"), fields.get("evidence_high")
    if (low is None) != (high is None):
        raise Refused("Enter both the lowest and the highest figure of the evidence, or neither.")
    if low is not None and high is not None and low > high:
        raise Refused("The lowest figure of the evidence is above the highest. Swap them.")
    if low is not None and not fields.get("source", "").strip():
        raise Refused("Enter the source of the range.")


@transaction.atomic
def add_assumption(*, candidate: Candidate, by: User, at: datetime, **fields: Any) -> BidAssumption:
    """Record a figure on which the bid rests, with the range of the evidence where there is one."""
    _begin(candidate, 3, by)
    _check_assumption(candidate, fields, 0)
    made = BidAssumption.objects.create(candidate=candidate, recorded_by=by, recorded_at=at, **fields)
    records.added(
        made, programme=candidate.programme, action="stages.assumption.add", names=ASSUMPTION_FIELDS, by=by, at=at
    )
    return made


@transaction.atomic
def change_assumption(*, assumption: BidAssumption, by: User, at: datetime, **fields: Any) -> BidAssumption:
    """Change a figure, its range, or its explanation; what it was is in the audit trail."""
    candidate = assumption.candidate
    _begin(candidate, 3, by)
    _check_assumption(candidate, records.values(assumption, ASSUMPTION_FIELDS) | fields, assumption.pk)
    records.change(
        assumption, fields, programme=candidate.programme, action="stages.assumption.change", by=by, at=at
    )  # fmt: skip
    return assumption

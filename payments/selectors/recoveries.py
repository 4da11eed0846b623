"""What a verification plan changes on statements: what failed and is still stated, and what is taken back beside it."""

import dataclasses
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from accounts.models import Organisation, User
from contracts.models import ContractVersion, Period
from govuk import formats
from outcomes.models import PlanEnd, SampleItem, VerificationPlan
from outcomes.selectors import plan_results, sample_items
from payments import permissions
from payments.domain import ledger
from payments.domain.ledger import Calendar
from payments.domain.lines import Line
from payments.domain.recoveries import Taken, line
from payments.models import LedgerEntry, Recovery, Statement
from stages.models import Programme

PAGE = 50


@dataclasses.dataclass(frozen=True)
class Failed:
    """A claim that failed and for which something is still stated: how much, on which statements, taken back where."""

    item: SampleItem
    net: Decimal
    on: str
    back_on: str


@dataclasses.dataclass(frozen=True)
class Back:
    """What is taken back of an agent for claims that nobody checked. `applied`: by whom and when, if it was."""

    code: str
    name: str
    rate: str
    unchecked: Decimal
    amount: Decimal
    back_on: str
    applied: Recovery | None


@dataclasses.dataclass(frozen=True)
class Effect:
    """Everything that the plan changes on statements that is not entered yet, and what was applied."""

    failed: Sequence[Failed]
    back: Sequence[Back]
    is_finished: bool

    @property
    def failed_net(self) -> Decimal:
        return sum((one.net for one in self.failed), Decimal(0))

    @property
    def to_apply(self) -> list[Back]:
        return [one for one in self.back if one.applied is None and one.amount > 0]

    @property
    def back_net(self) -> Decimal:
        return sum((one.amount for one in self.to_apply), Decimal(0))


def effect(plan: VerificationPlan) -> Effect:
    """What the plan changes, as things stand."""
    places = Places(plan.programme)
    is_finished = PlanEnd.objects.filter(plan=plan, kind=PlanEnd.Kind.FINISHED).exists()
    applied = {one.agent.code: one for one in plan.recoveries.select_related("agent", "applied_by")}
    period = period_of(plan)
    back = [
        Back(
            one.agent, one.name, one.rate_words, one.unchecked_value,
            applied[one.agent].amount if one.agent in applied else one.recovery,
            places.words(one.agent, period.code if period else ""), applied.get(one.agent),
        )
        for one in plan_results.of(plan)
    ]  # fmt: skip
    return Effect(_failed(plan, places), back, is_finished)


def _failed(plan: VerificationPlan, places: "Places") -> list[Failed]:
    """Claims of the plan that failed or were withdrawn, as long as the ledger still states something for them."""
    wrong = sample_items.with_state(SampleItem.objects.filter(plan=plan)).filter(
        state__in=[sample_items.FAILED, sample_items.WITHDRAWN]
    )
    items = {one.claim_id: one for one in wrong.select_related("claim__participant", "claim__agent")}
    rows = (
        LedgerEntry.objects.filter(programme=plan.programme, claim__in=items)
        .order_by()
        .values_list("claim", "statement__period__code")
        .annotate(Sum("net"))
    )
    found: dict[int, list[tuple[str, Decimal]]] = {}
    for claim, period, net in rows:
        found.setdefault(claim, []).append((period, net))
    return [
        Failed(
            items[claim], net, " and ".join(sorted(period for period, _ in stated)),
            places.words(items[claim].claim.agent.code, min(period for period, _ in stated)),
        )
        for claim, stated in sorted(found.items())
        if (net := sum((one for _, one in stated), Decimal(0)))
    ]  # fmt: skip


class Places:
    """On whose statement for which period an amount would be entered now."""

    def __init__(self, programme: Programme) -> None:
        self.codes = list(programme.periods.order_by("starts_on").values_list("code", flat=True))
        self.agents = dict(
            Organisation.objects.filter(claims__programme=programme).distinct().values_list("code", "pk")
        )
        approved = Statement.objects.filter(programme=programme, approved_at__isnull=False)
        self.calendar = Calendar(self.codes, frozenset(approved.values_list("agent", "period__code")))

    def words(self, agent: str, period: str) -> str:
        """The statement, in words, and whether it would be an adjustment."""
        place = self.calendar.place(self.agents[agent], period) if period else None
        if place is None:
            return "No later statement is open: it is held back"
        how = ", as an adjustment" if place.kind == ledger.ADJUSTMENT else ""
        return f"Statement for {place.period}{how}"


def period_of(plan: VerificationPlan) -> Period | None:
    """The period that the plan's last day lies in; or else the last one before it, or the first."""
    periods = plan.programme.periods.order_by("starts_on")
    return periods.filter(starts_on__lte=plan.ends_on).last() or periods.first()


def version_of(plan: VerificationPlan, day: date) -> ContractVersion | None:
    """The agreed version in force on the day, or else the latest."""
    agreed = plan.programme.contract_versions.filter(agreed_at__isnull=False).order_by("number")
    return agreed.filter(effective_from__lte=day).last() or agreed.last()


def facts(plan: VerificationPlan, result: plan_results.AgentResult) -> dict[str, object]:
    """What the amount of an agent was worked out from."""
    return {
        "name": plan.name,
        "wrong": result.wrong,
        "checked": result.checked,
        "rate": result.rate_words,
        "unchecked": _text(result.unchecked_value),
        "amount": _text(result.recovery),
        "at": plan.recovery,
        "basis": plan.recovery_basis,
        "due_on": plan.ends_on.isoformat(),
        "period": getattr(period_of(plan), "code", ""),
    }


def lines(programme: Programme) -> list[Line]:
    """Every recovery that was applied, as the ledger has to state it.

    Claims that nobody checked and that have fallen since are taken back by themselves, so that their part of the
    recovery is given back: it is never more than the plan shows now, nor than was applied.
    """
    found = Recovery.objects.filter(plan__programme=programme).select_related("plan", "agent", "period").order_by("pk")
    return [line(taken) for one in found if (taken := _taken(one)).amount > 0]


def _taken(one: Recovery) -> Taken:
    now = next((result for result in plan_results.of(one.plan) if result.agent == one.agent.code), None)
    amount, told = one.amount, one.facts
    if now is not None and now.recovery < one.amount:
        amount = now.recovery
        told = {**told, "unchecked": _text(now.unchecked_value), "amount": _text(amount)}
    return Taken(one.agent_id, one.version_id, one.period.code, one.plan.number, amount, told)


def _text(amount: Decimal) -> str:
    return formats.money(amount).removeprefix("£")


def may_apply(viewer: User, plan: VerificationPlan) -> bool:
    """Whether the person may take back what the plan shows: of the principal, and never who checked for it."""
    return permissions.can(viewer, "recovery.apply", plan.programme) and not permissions.checked_for(viewer, plan)

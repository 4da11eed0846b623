"""From each outcome that is paid for to the stakeholders who need it."""

import dataclasses
from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from accounts.models import User
from contracts import permissions
from contracts.models import ContractVersion, OutcomeDefinition, OutcomeNeed, PaymentRule
from stages.domain import alerts as rules
from stages.models import Programme, Stakeholder
from stages.selectors import visits

STAGES = (4, 1)
"""Tracing belongs to the stage that writes the contract, and to the one that knows the needs."""


@dataclasses.dataclass(frozen=True)
class Traced:
    """A payable outcome with those who need it."""

    outcome: OutcomeDefinition
    stakeholders: list[Stakeholder]

    @property
    def without_need(self) -> list[Stakeholder]:
        """Those whose need is not written down in the register."""
        return [one for one in self.stakeholders if not one.need.strip()]


@dataclasses.dataclass(frozen=True)
class NeedPage:
    """Every payable outcome, with the version that pays for them."""

    version: ContractVersion | None
    rows: list[Traced]
    open_stage: int | None
    may_trace: bool

    @property
    def untraced(self) -> int:
        return sum(1 for row in self.rows if not row.stakeholders)


def _concerned(programmes: Collection[int]) -> dict[int, ContractVersion]:
    """Of each programme the version that is being made, or else the last that was agreed."""
    found = ContractVersion.objects.filter(programme__in=programmes).order_by("programme_id", "number")
    return {version.programme_id: version for version in found}


def _paid(rule: PaymentRule) -> set[str]:
    """The codes of every outcome whose claims the rule pays: its own, those of its routes and of its top-ups."""
    further = [*rule.params.get("routes", ()), *rule.params.get("top_ups", ())]
    return {rule.params.get("outcome", ""), *(one.get("outcome", "") for one in further)}


def payable(programmes: Collection[int]) -> dict[int, list[OutcomeDefinition]]:
    """The outcomes that a payment rule of the version pays for, by programme, in the order of the contract."""
    versions = _concerned(programmes).values()
    paid: dict[int, set[str]] = defaultdict(set)
    for rule in PaymentRule.objects.filter(version__in=versions):
        paid[rule.version_id] |= _paid(rule)
    found: dict[int, list[OutcomeDefinition]] = defaultdict(list)
    outcomes = OutcomeDefinition.objects.filter(version__in=versions).select_related("version")
    for outcome in outcomes.order_by("position", "pk"):
        if outcome.code in paid[outcome.version_id]:
            found[outcome.version.programme_id].append(outcome)
    return found


def _needs(programmes: Collection[int]) -> dict[tuple[int, str], list[Stakeholder]]:
    found: dict[tuple[int, str], list[Stakeholder]] = defaultdict(list)
    links = OutcomeNeed.objects.filter(programme__in=programmes).select_related("stakeholder")
    for link in links.order_by("stakeholder__name"):
        found[link.programme_id, link.outcome].append(link.stakeholder)
    return found


def _traced(programme: Programme) -> list[Traced]:
    needs = _needs([programme.pk])
    outcomes = payable([programme.pk])[programme.pk]
    return [Traced(outcome, needs[programme.pk, outcome.code]) for outcome in outcomes]


def shortfalls(programme: Programme, as_of: date) -> list[str]:
    """Outcomes that are paid for although no stakeholder is known to need them; none before there is a contract."""
    return [
        f"“{row.outcome}” is paid for, and traces to no stakeholder. Say who needs it."
        for row in _traced(programme)
        if not row.stakeholders
    ]


def progress(programme: Programme) -> tuple[str, str]:
    """How far the tracing has come, in words and with a colour, for the task list of stage 1."""
    rows = _traced(programme)
    untraced = sum(1 for row in rows if not row.stakeholders)
    if not rows:
        return ("No outcome is paid for yet", "grey")
    return (f"{untraced} without a need", "yellow") if untraced else ("Completed", "")


def alerts(programmes: Collection[int], as_of: date) -> list[rules.Alert]:
    """Payable outcomes that trace to no stakeholder's need."""
    needs = _needs(programmes)
    return [
        rules.Alert(
            rules.UNTRACED,
            programme,
            outcome.name,
            "The contract pays for this outcome, and it traces to no stakeholder. Say who needs it.",
            "contracts:need_edit",
            (outcome.code,),
        )
        for programme, outcomes in payable(programmes).items()
        for outcome in outcomes
        if not needs[programme, outcome.code]
    ]


def ties(stakeholder: Stakeholder, as_of: date) -> list[str]:
    """The outcomes that are paid for because the stakeholder needs them."""
    linked = set(OutcomeNeed.objects.filter(stakeholder=stakeholder).values_list("outcome", flat=True))
    outcomes = payable([stakeholder.programme_id])[stakeholder.programme_id]
    names = {outcome.code: outcome.name for outcome in outcomes}
    return [
        f"The outcome “{names.get(code, code)}” traces to their need. Trace it to somebody else first."
        for code in sorted(linked)
    ]


def open_stage(programme: Programme) -> int | None:
    """The open stage in which outcomes are traced now, if there is one."""
    return next((stage for stage in STAGES if visits.is_open(programme, stage)), None)


def page(programme: Programme, viewer: User) -> NeedPage:
    """The outcomes and their needs, as the viewer may see and change them."""
    stage = open_stage(programme)
    may_trace = stage is not None and permissions.can(viewer, "need.trace", programme)
    return NeedPage(_concerned([programme.pk]).get(programme.pk), _traced(programme), stage, may_trace)


def outcome_of(programme: Programme, code: str) -> Traced:
    """The payable outcome of the code; the page does not exist otherwise."""
    found = [row for row in _traced(programme) if row.outcome.code == code]
    if not found:
        raise Http404("No such outcome")
    return found[0]


def candidates(programme: Programme) -> QuerySet[Stakeholder]:
    """The stakeholders to whose needs an outcome may be traced, by name."""
    return Stakeholder.objects.present().filter(programme=programme).order_by("name")

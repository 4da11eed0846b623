"""What the pages of verification show first: the answer, what it costs, and what waits for whom."""

import dataclasses
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from accounts.models import Organisation, User
from outcomes import permissions
from outcomes.domain import risks, tolerances
from outcomes.models import Drawing, ItemDecision, PlanEnd, SampleItem, VerificationPlan
from outcomes.selectors import drawn_groups, plan_results, sample_items
from outcomes.selectors.plan_results import AgentResult
from stages.models import Programme

PLANNED, RUNNING, ENDED, GIVEN_UP = "planned", "running", "ended", "given_up"
STATE_WORDS = {
    PLANNED: ("Not drawn yet", "grey"),
    RUNNING: ("Under way", "blue"),
    ENDED: ("Finished", "green"),
    GIVEN_UP: ("Given up", "grey"),
}


@dataclasses.dataclass(frozen=True)
class PlanShown:
    """A plan with what its checks say so far."""

    plan: VerificationPlan
    state: str
    results: Sequence[AgentResult]
    counts: dict[str, int]

    @property
    def state_words(self) -> str:
        return STATE_WORDS[self.state][0]

    @property
    def colour(self) -> str:
        return STATE_WORDS[self.state][1]

    @property
    def drawn(self) -> int:
        return sum(self.counts.values())

    @property
    def decided(self) -> int:
        return sum(number for state, number in self.counts.items() if state not in sample_items.UNDECIDED)

    @property
    def wrong(self) -> int:
        return sum(self.counts.get(state, 0) for state in sample_items.WRONG)

    @property
    def wrong_value(self) -> Decimal:
        return sum((one.wrong_value for one in self.results), Decimal(0))

    @property
    def recovery(self) -> Decimal:
        return sum((one.recovery for one in self.results), Decimal(0))

    @property
    def cost(self) -> Decimal:
        return self.wrong_value + self.recovery

    @property
    def over(self) -> list[AgentResult]:
        return [one for one in self.results if one.verdict == tolerances.OVER]

    @property
    def is_running(self) -> bool:
        return self.state == RUNNING


@dataclasses.dataclass(frozen=True)
class Waiting:
    """So many drawn claims that wait for somebody, in words, and where they are listed."""

    number: int
    words: str
    who: str
    state: str


def shown(plan: VerificationPlan, viewer: User) -> PlanShown:
    """The plan as the viewer may see it: an agent's people see the claims of their own organisation."""
    return shown_each([plan], viewer)[0]


def shown_each(plans: Sequence[VerificationPlan], viewer: User) -> list[PlanShown]:
    """Plans of one programme as the viewer may see them, in as many queries as one of them takes."""
    drawn = drawn_groups.of_plans(plans, viewer)
    results = plan_results.of_each(plans, drawn, is_whole=False)
    states = _states(plans)
    return [PlanShown(plan, states[plan.pk], results[plan.pk], drawn_groups.by_state(drawn[plan.pk])) for plan in plans]


def state_of(plan: VerificationPlan) -> str:
    return _states([plan])[plan.pk]


def _states(plans: Sequence[VerificationPlan]) -> dict[int, str]:
    ends = dict(PlanEnd.objects.filter(plan__in=plans).values_list("plan_id", "kind"))
    drawn = set(Drawing.objects.filter(plan__in=plans).values_list("plan_id", flat=True))
    words = {PlanEnd.Kind.FINISHED.value: ENDED, PlanEnd.Kind.GIVEN_UP.value: GIVEN_UP}
    return {
        plan.pk: words[ends[plan.pk]] if plan.pk in ends else RUNNING if plan.pk in drawn else PLANNED for plan in plans
    }


def find(programme: Programme, number: int) -> VerificationPlan:
    """The plan by its number in the programme."""
    found = VerificationPlan.objects.filter(programme=programme, number=number)
    plan = found.select_related("programme", "made_by").first()
    if plan is None:
        raise Http404("No such plan")
    return plan


def plans(programme: Programme) -> QuerySet[VerificationPlan]:
    """The plans of the programme, the latest first."""
    found = VerificationPlan.objects.filter(programme=programme).select_related("programme", "made_by")
    return found.order_by("-number")


def waiting(one: PlanShown) -> list[Waiting]:
    """What waits for whom in a plan that runs."""
    whom = {
        sample_items.TO_CHECK: ("to be checked", "a verifier"),
        sample_items.TO_CONFIRM: ("found to fail", "a second verifier"),
        sample_items.ASKED: ("with a request for evidence", "the agent"),
        sample_items.APPEALED: ("with an appeal", "somebody who has not decided before"),
    }
    if not one.is_running:
        return []
    return [
        Waiting(one.counts[state], words, who, state) for state, (words, who) in whom.items() if one.counts.get(state)
    ]


@dataclasses.dataclass(frozen=True)
class ItemRights:
    """What the viewer can do with a drawn claim as it stands."""

    check: bool = False
    ask: bool = False
    confirm: bool = False
    answer: bool = False
    appeal: bool = False
    decide_appeal: bool = False
    told: str = ""
    appeal_until: date | None = None


def rights(viewer: User, item: SampleItem, state: str, today: date) -> ItemRights:
    """What the viewer can do next, and where the same person may not act twice, why not."""
    programme = item.plan.programme
    if state_of(item.plan) != RUNNING:
        return ItemRights()
    apart = permissions.is_apart(viewer, item)
    verifies = apart and permissions.can(viewer, "verification.check", programme)
    own = sample_items.acts_for(viewer, item)
    decided = ItemDecision.objects.filter(item=item, decided_by=viewer)
    failed_by_viewer = decided.filter(verdict=ItemDecision.Verdict.FAILED, round=sample_items.round_of(item)).exists()
    open_to_check = state in (sample_items.TO_CHECK, sample_items.ASKED)
    told = ""
    if verifies and state == sample_items.TO_CONFIRM and failed_by_viewer:
        told = "You found that this claim fails, so another verifier has to confirm it."
    decides = apart and permissions.can(viewer, "verification.appeal_decide", programme)
    if decides and state == sample_items.APPEALED and decided.exists():
        told = "You decided on this claim before, so somebody else has to decide the appeal."
    agreed = item.decisions.filter(verdict=ItemDecision.Verdict.AGREED).order_by("-pk").first()
    until = sample_items.appeal_until(item.plan, agreed.decided_at) if agreed else None
    appealed = hasattr(item, "appeal")
    return ItemRights(
        check=verifies and open_to_check,
        ask=verifies and open_to_check,
        confirm=verifies and state == sample_items.TO_CONFIRM and not failed_by_viewer,
        answer=own and state in sample_items.UNDECIDED,
        appeal=own and state == sample_items.FAILED and not appealed and until is not None and today <= until,
        decide_appeal=decides and state == sample_items.APPEALED and not decided.exists(),
        told=told,
        appeal_until=until if state == sample_items.FAILED and not appealed else None,
    )


def asks_words(item: SampleItem) -> list[str]:
    """What made the claim ask a question, in words."""
    return [risks.WORDS[code] for code in item.asks if code in risks.WORDS]


def strata(one: PlanShown) -> list[tuple[str, str]]:
    """The strata by code, by the names that people know them by."""
    return [(stratum.code, f"{result.name}: {stratum.name}") for result in one.results for stratum in result.strata]


@dataclasses.dataclass(frozen=True)
class ItemRow:
    """A drawn claim in a list: its outcome by name, its state in words, and the day by which something is due."""

    item: SampleItem
    outcome: str
    words: str
    colour: str
    due_on: date | None


def rows(plan: VerificationPlan, found: Iterable[SampleItem]) -> list[ItemRow]:
    """The drawn claims of a page. What is due: the agent's evidence, the check, or the end of the days to appeal."""
    names = plan_results.outcome_names(plan.programme)
    return [
        ItemRow(
            item,
            names.get(item.claim.outcome, item.claim.outcome),
            sample_items.WORDS[item.state],  # type: ignore[attr-defined]
            sample_items.COLOURS[item.state],  # type: ignore[attr-defined]
            _due(plan, item),
        )
        for item in found
    ]


def _due(plan: VerificationPlan, item: Any) -> date | None:
    if item.state == sample_items.ASKED:
        due: date = item.ask_due
        return due
    return plan.due_on if item.state in sample_items.UNDECIDED else None


def result_of(plan: VerificationPlan, viewer: User, agent: str) -> AgentResult:
    """The result of one agent."""
    found = next((one for one in plan_results.of(plan, viewer) if one.agent == agent), None)
    if found is None:
        raise Http404("No such agent")
    return found


def end_of(plan: VerificationPlan) -> PlanEnd | None:
    return PlanEnd.objects.filter(plan=plan).select_related("ended_by").first()


def scope(plan: VerificationPlan) -> tuple[str, str]:
    """Whose claims, and of which outcomes, in words."""
    names = plan_results.outcome_names(plan.programme)
    agents = dict(Organisation.objects.filter(code__in=plan.agents).values_list("code", "name"))
    return (
        ", ".join(agents.get(code, code) for code in plan.agents) or "All agents",
        ", ".join(names.get(code, code) for code in plan.outcomes) or "All outcomes",
    )

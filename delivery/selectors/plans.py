"""Training and its coverage, the delivery plan, and the mix of starts against the plan, as pages show them."""

import dataclasses
from collections import defaultdict
from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum
from django.http import Http404

from accounts.models import User
from contracts.models import ContractVersion
from delivery.domain import mix
from delivery.domain.coverage import Coverage
from delivery.domain.milestones import Step
from delivery.models import KeyWorker, LeadTerms, Milestone, Partner, Training
from delivery.selectors import counted, moments, partners
from stages.models import Programme


def trainings(viewer: User, programme: Programme, text: str = "") -> QuerySet[Training]:
    """The sessions that the viewer may see, the latest first."""
    found = Training.objects.filter(programme=programme).visible_to(viewer).select_related("agent", "partner")
    for word in text.split():
        found = found.filter(
            Q(topic__icontains=word)
            | Q(roles__icontains=word)
            | Q(mentor__icontains=word)
            | Q(partner__name__icontains=word)
        )
    return found.order_by("-held_on", "-pk")


def training(viewer: User, programme: Programme, training_id: int) -> Training:
    """The session, if the viewer may see it; otherwise the page does not exist for them."""
    found = Training.objects.filter(programme=programme, pk=training_id).visible_to(viewer)
    one = found.select_related("agent", "programme", "partner").first()
    if one is None:
        raise Http404("No such session")
    return one


def coverage(programme: Programme, day: date, agents: Collection[int] | None = None) -> list[Coverage]:
    """Each agent's own key workers and each partner's staff, and how many have been trained. Four queries.

    `agents` limits it to some agents; None takes all.
    """
    seen = Q(programme=programme) if agents is None else Q(programme=programme, agent__in=agents)
    own = KeyWorker.objects.filter(seen, employer="").in_post(day)
    staff = dict(own.values_list("agent").annotate(count=Count("pk")).values_list("agent", "count"))
    names = dict(own.values_list("agent", "agent__name"))
    trained: dict[tuple[int, int | None], int] = defaultdict(int)
    for agent, name, partner, people in (
        Training.objects.filter(seen).values_list("agent", "agent__name", "partner").annotate(people=Sum("first_time"))
    ):
        trained[agent, partner] += people
        names.setdefault(agent, name)
    rows = [Coverage(names[agent], staff.get(agent, 0), trained[agent, None]) for agent in sorted(names)]
    found = Partner.objects.filter(seen).order_by("name")
    return rows + [Coverage(one.name, one.staff, trained[one.agent_id, one.pk]) for one in found]


@dataclasses.dataclass(frozen=True)
class Planned:
    """A milestone as it stands on a day."""

    milestone: Milestone
    state: str
    slippage: int
    lacks_a_reason: bool


def milestones(viewer: User, programme: Programme, today: date) -> list[Planned]:
    """The steps that the viewer may see, in the order in which they were planned."""
    found = Milestone.objects.filter(programme=programme).visible_to(viewer).select_related("agent")
    rows = []
    for one in found.order_by("planned_on", "pk"):
        step = Step(one.planned_on, one.reached_on, one.expected_on, one.why)
        rows.append(Planned(one, step.state(today), step.slippage(today), step.lacks_a_reason(today)))
    return rows


def milestone(viewer: User, programme: Programme, milestone_id: int) -> Milestone:
    """The milestone, if the viewer may see it; otherwise the page does not exist for them."""
    found = Milestone.objects.filter(programme=programme, pk=milestone_id).visible_to(viewer)
    one = found.select_related("agent", "programme").first()
    if one is None:
        raise Http404("No such milestone")
    return one


@dataclasses.dataclass(frozen=True)
class MixPage:
    """Starts by segment against the plan. `tolerance` is in percentage points, None where nobody stated it.

    `told`: the day up to which they are told, where they are not told as they stand. `waits`: nothing is told yet.
    """

    lines: list[mix.Line]
    total: int
    tolerance: Decimal | None
    is_planned: bool
    has_withheld: bool
    told: date | None = None
    waits: bool = False

    @property
    def off(self) -> list[mix.Line]:
        return [line for line in self.lines if line.is_off(self.tolerance)]


def planned_segments(programme: Programme, day: date) -> list[mix.Planned]:
    """The segments of the contract version in force, or else of the last that was agreed."""
    agreed = ContractVersion.objects.filter(programme=programme).agreed()
    version = agreed.in_force(day).first() or agreed.order_by("-number").first()
    if version is None:
        return []
    return [mix.Planned(one.code, one.name, one.planned_share) for one in version.segments.order_by("position")]


def tolerance(programme: Programme) -> Decimal | None:
    """The narrowest that was stated for any agent, in percentage points."""
    stated: list[LeadTerms] = list(partners.lead_terms(programme).values())
    return min((terms.mix_tolerance for terms in stated), default=None)


def starts(programme: Programme, day: date, agents: Collection[int] | None, threshold: int) -> MixPage:
    """Starts of the agents by segment against the plan.

    With a threshold, for those who may not see rows: as they stood at a fixed moment, counts under it withheld.
    """
    told = moments.started(programme, moments.over(programme, day)) if threshold else None
    if threshold:
        counts, total = (told.by_row, told.people) if told else ({}, 0)
    else:
        counts = counted.starts_by_segment(programme, agents)
        total = sum(counts.values())
    planned = planned_segments(programme, day)
    hidden: Collection[str] = told.hidden_rows if told else [one.code for one in planned] if threshold else ()
    lines = mix.lines(planned, counts, threshold, hidden)
    return MixPage(
        lines=lines,
        total=total,
        told=told.moment.day if told else None,
        waits=bool(threshold) and told is None,
        tolerance=tolerance(programme),
        is_planned=any(one.share is not None for one in planned),
        has_withheld=any(line.people is None for line in lines),
    )

"""Interventions, as far as they wait for a person: answers, plans, and days on which to look again."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from accounts.models import Role
from dashboards.selectors.viewer import Viewer
from dashboards.selectors.waiting import Matter
from dashboards.selectors.work_findings import holds, of_due, promised
from monitoring.models import Intervention, InterventionReply, InterventionStep, PlanMeasure


def to_answer(viewer: Viewer) -> list[Matter]:
    """Steps about the person's own organisation to which it has not answered since."""
    mine = Q()
    for (programme, role), organisations in viewer.acts_for.items():
        if role == Role.AGENT:
            mine |= Q(programme=programme, agent__in=organisations)
    if not mine:
        return []
    answered = InterventionReply.objects.filter(
        intervention=OuterRef("pk"), is_agent=True, written_at__gte=OuterRef("taken_at")
    )
    found = _live(mine).filter(~Exists(answered))
    told = "The commissioner has taken a step. Say what you will do, and add it to the improvement plan"
    return [
        _matter(one, viewer, "Intervention to answer", "orange", detail=told, do="Read the reason and answer")
        for one in found
    ]


def plans_of_mine(viewer: Viewer) -> list[Matter]:
    """What improvement plans promise in the person's name; to a commissioner also what they promise in the name of
    somebody who speaks for the agent no more, and whom nobody would remind."""
    speaks = holds("intervention__programme", role=Role.AGENT, organisation=OuterRef("intervention__agent"))
    mine = Q(owner=viewer.user, intervention__programme__in=viewer.programmes())
    left = ~speaks & Q(intervention__programme__in=viewer.where(Role.COMMISSIONER))
    found = PlanMeasure.objects.filter(mine | left, done_at__isnull=True)
    told = "{} speaks for {} no more. Ask the agent who does it, and say what became of it"
    return [
        promised(
            one, one.intervention, viewer, overdue="Improvement overdue", ahead="Improvement to make",
            detail="" if one.owner_id == viewer.user.pk else told.format(one.owner, one.intervention.agent),
        )
        for one in found.select_related("owner", "intervention__programme", "intervention__agent")
    ]  # fmt: skip


def to_look_at_again(viewer: Viewer) -> list[Matter]:
    """Interventions under way with the day on which they are looked at again, for commissioners."""
    found = _live(Q(programme__in=viewer.where(Role.COMMISSIONER)))
    return [_to_look_at_again(one, viewer) for one in found]


def _to_look_at_again(one: Any, viewer: Viewer) -> Matter:
    has_come = one.look_again_on <= viewer.today
    told = "Its day has come: step up, step down, or set another day by a step" if has_come else "On its day"
    colour = "purple" if has_come else "grey"
    return _matter(one, viewer, "Intervention to look at", colour, detail=told, do="Look at it again")


def _matter(one: Any, viewer: Viewer, kind: str, colour: str, *, detail: str, do: str) -> Matter:
    return Matter(
        urgency=of_due(one.look_again_on, viewer),
        kind=kind,
        colour=colour,
        title=str(one),
        detail=detail,
        programme=one.programme.name,
        url=one.get_absolute_url(),
        do=do,
        since=one.taken_at,
        by_date=one.look_again_on,
    )


def _live(which: Q) -> QuerySet[Any]:
    last = InterventionStep.objects.filter(intervention=OuterRef("pk")).order_by("-pk")
    return (
        Intervention.objects.filter(which, ended_at__isnull=True)
        .select_related("programme", "agent")
        .annotate(
            look_again_on=Subquery(last.values("look_again_on")[:1]), taken_at=Subquery(last.values("taken_at")[:1])
        )
    )

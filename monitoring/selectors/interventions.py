"""Interventions as far as a person may see them: an agent sees its own, everybody else all."""

import dataclasses
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import Organisation, Role, User
from contracts.models import Party
from monitoring import permissions
from monitoring.models import Flag, Intervention, InterventionReply, InterventionStep, PlanMeasure
from monitoring.selectors import figures, finding_words, flag_words, proof
from stages.models import Programme

COLOURS = {1: "grey", 2: "yellow", 3: "orange", 4: "red"}


def of_programme(user: User, programme: Programme) -> QuerySet[Any]:
    """Those that the person may see, each with its `level` and its `look_again_on`."""
    viewer = figures.audience(user, programme)
    last = InterventionStep.objects.filter(intervention=OuterRef("pk")).order_by("-pk")
    found = Intervention.objects.filter(programme=programme).select_related("agent", "programme", "finding")
    if viewer.own is not None:
        found = found.filter(agent__code__in=viewer.own)
    return found.annotate(
        level=Subquery(last.values("level")[:1]), look_again_on=Subquery(last.values("look_again_on")[:1])
    )


@dataclasses.dataclass(frozen=True)
class Line:
    """A row of the list."""

    intervention: Intervention
    level: str
    colour: str
    look_again_on: date | None


def lines(found: QuerySet[Any]) -> list[Line]:
    """Those under way first, then the ended ones, the newest first."""
    rows = [
        Line(
            one,
            InterventionStep.Level(one.level).label,
            COLOURS[one.level],
            one.look_again_on if one.ended_at is None else None,
        )
        for one in found
    ]
    return sorted(rows, key=lambda row: (row.intervention.ended_at is not None, -row.intervention.number))


@dataclasses.dataclass(frozen=True)
class Page:
    """One intervention with all that was done and said, and what the person may do now."""

    intervention: Intervention
    steps: list[InterventionStep]
    level: str
    colour: str
    measures: list[PlanMeasure]
    replies: list[InterventionReply]
    may_step: bool
    may_promise: bool
    may_reply: bool
    today: date


def page(user: User, intervention: Intervention, today: date) -> Page:
    """The page as the person sees it."""
    programme, agent = intervention.programme, intervention.agent
    steps = list(intervention.steps.select_related("taken_by").order_by("-pk"))
    is_live = intervention.ended_at is None
    may_step = permissions.can(user, "intervention.step", programme)
    return Page(
        intervention=intervention,
        steps=steps,
        level=steps[0].get_level_display(),
        colour=COLOURS[steps[0].level],
        measures=list(intervention.measures.select_related("owner", "done_by").order_by("due_on", "pk")),
        replies=list(intervention.replies.select_related("written_by").order_by("pk")),
        may_step=is_live and may_step,
        may_promise=is_live and permissions.may_promise(user, programme, agent),
        may_reply=is_live and permissions.may_answer(user, programme, agent),
        today=today,
    )


def one(user: User, programme: Programme, number: int) -> Intervention | None:
    """The intervention of this number, if the person may see it."""
    found: Intervention | None = of_programme(user, programme).filter(number=number).first()
    return found


def measure_of(intervention: Intervention, key: int) -> PlanMeasure | None:
    """Something that the plan of the intervention promises."""
    return intervention.measures.filter(pk=key).first()


def agents(programme: Programme) -> QuerySet[Organisation]:
    """The agents of any version of the contract."""
    parts = Party.objects.filter(version__programme=programme, role=Party.Role.AGENT)
    return Organisation.objects.filter(pk__in=parts.values("organisation")).order_by("name")


def people_of(intervention: Intervention) -> QuerySet[User]:
    """Those who speak for the agent."""
    return (
        User.objects.filter(
            memberships__programme=intervention.programme,
            memberships__role=Role.AGENT,
            memberships__organisation=intervention.agent,
        )
        .distinct()
        .order_by("name")
    )


def flag_of(programme: Programme, text: str) -> Flag | None:
    """The flag that a step is offered from, by the number in the address."""
    if not text.isdecimal() or len(text) > 18:
        return None
    return (
        Flag.objects.filter(programme=programme, pk=int(text))
        .select_related("finding", "target__agent", "period", "programme")
        .first()
    )


def from_flag(flag: Flag | None, programme: Programme) -> dict[str, str]:
    """What a form says already when it is opened from a flag: of whom, and why, in words that anybody may read."""
    if flag is None:
        return {}
    told = flag_words.said([flag], proof.outsider(programme))
    reason = f"{flag.period.code}: {told[0].reason if told else finding_words.WITHHELD}"
    if flag.target is not None and flag.target.agent is not None:
        return {"reason": reason, "agent": flag.target.agent.code}
    known = agents(programme).filter(code=flag.subject).values_list("code", flat=True).first()
    return {"reason": reason, **({"agent": known} if known else {})}

"""What people who use the service said, and what changed because of it."""

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404
from django.urls import reverse

from accounts.models import User
from expertbody import permissions
from expertbody.models import Seat, Voice, VoiceAnswer
from expertbody.models.voices import VoiceQuerySet
from expertbody.selectors import seats
from stages.domain import framework
from stages.models import CorrectiveAction, Finding, Programme
from stages.selectors import decidable

BESIDE = 3
"""How many voices are shown beside a stage, and at least beside a finding; the list has them all."""


def may_add(user: User, programme: Programme, as_of: date) -> bool:
    """By role, or because the person sits for the service users on the day."""
    if permissions.can(user, "voice.add", programme):
        return True
    held = seats.held_by(user, programme, as_of)
    return held is not None and held.constituency == Seat.Constituency.SERVICE_USERS


@dataclasses.dataclass(frozen=True)
class Answered:
    """An answer with the name and the page of the record that it points to; both empty for a written reply alone."""

    answer: VoiceAnswer
    because_of: str
    url: str


@dataclasses.dataclass(frozen=True)
class Heard:
    """A voice as people read it."""

    voice: Voice
    stages: list[tuple[int, str]]
    answers: list[Answered]


def _answered(answer: VoiceAnswer, slug: str, titles: Mapping[int, str]) -> Answered:
    if answer.decision:
        number = answer.decision.number
        return Answered(answer, f"Decision {number}", reverse("expertbody:decision_detail", args=[slug, number]))
    if answer.action:
        number = answer.action.finding.number
        return Answered(answer, answer.action.what, reverse("stages:finding_detail", args=[slug, number]))
    if answer.finding:
        number = answer.finding.number
        title = titles.get(answer.finding.pk, f"Finding {number}")
        return Answered(answer, title, reverse("stages:finding_detail", args=[slug, number]))
    return Answered(answer, "", "")


def heard(voices: Iterable[Voice]) -> list[Heard]:
    """Voices in words. They must come from `_read` of one programme, so that nothing is read voice by voice."""
    found = list(voices)
    named = {one.finding_id for voice in found for one in voice.answers.all() if one.finding_id}
    titles = decidable.finding_titles(found[0].programme, named) if named else {}
    return [
        Heard(
            voice,
            [(number, framework.BY_NUMBER[number].name) for number in voice.stages],
            [_answered(one, voice.programme.slug, titles) for one in voice.answers.all()],
        )
        for voice in found
    ]


def _read(programme: Programme) -> VoiceQuerySet:
    answers = VoiceAnswer.objects.select_related("written_by", "decision", "finding", "action__finding")
    found = Voice.objects.filter(programme=programme).select_related("programme", "added_by")
    return found.prefetch_related(Prefetch("answers", answers.order_by("written_at", "pk"))).order_by("-number")


def search(
    programme: Programme, q: str = "", stage: int | None = None, theme: str = "", answered: str = ""
) -> VoiceQuerySet:
    """The programme's voices, the latest first, narrowed by words, stage, theme and whether somebody answered."""
    found = _read(programme)
    for word in q.split():
        found = found.filter(Q(said__icontains=word) | Q(theme__icontains=word) | Q(outcome__icontains=word))
    if stage:
        found = found.about_stage(stage)
    if theme:
        found = found.filter(theme=theme)
    if answered:
        found = found.filter(answers__isnull=answered == "no").distinct()
    return found


def themes(programme: Programme) -> list[str]:
    """Every theme of the programme, by alphabet."""
    return list(programme.voices.order_by("theme").values_list("theme", flat=True).distinct())


def numbered(programme: Programme, number: int) -> Voice:
    """One voice by its number; the page does not exist otherwise."""
    voice = _read(programme).filter(number=number).first()
    if voice is None:
        raise Http404("No such voice")
    return voice


def changed(programme: Programme) -> VoiceQuerySet:
    """The voices that were answered, the latest heard first: what changed because of what people said."""
    return _read(programme).filter(answers__isnull=False).distinct().order_by("-heard_on", "-number")


def counts(programme: Programme) -> tuple[int, int]:
    """How many voices there are, and how many of them were answered."""
    found = programme.voices.aggregate(
        every=Count("pk", distinct=True), answered=Count("pk", distinct=True, filter=Q(answers__isnull=False))
    )
    return int(found["every"]), int(found["answered"])


def progress(programme: Programme) -> tuple[str, str]:
    """How many voices there are, in words, for the task list of a stage."""
    every, _answered_count = counts(programme)
    return (("1 voice" if every == 1 else f"{every} voices"), "") if every else ("None yet", "grey")


def beside_stage(programme: Programme, stage: int) -> list[Heard]:
    """The latest voices that speak of a stage."""
    return heard(_read(programme).about_stage(stage)[:BESIDE])


def beside_finding(finding: Finding) -> list[Heard]:
    """Voices that were answered by the finding or its actions, then of each stage that it questions the latest.

    Where fewer than `BESIDE` are found so, further ones of these stages follow. Which stages a finding questions that
    is withheld stays unsaid: beside it stand the voices that were answered by it alone.
    """
    linked = Q(answers__finding=finding) | Q(answers__action__finding=finding)
    found = list(_read(finding.programme).filter(linked).distinct()[:BESIDE])
    questioned = [] if finding.withheld else list(finding.stages.order_by("stage").values_list("stage", flat=True))
    for stage in questioned:
        if not any(stage in one.stages for one in found):
            found += _read(finding.programme).about_stage(stage)[:1]
    others = _read(finding.programme).filter(stages__overlap=questioned).exclude(pk__in=[one.pk for one in found])
    return heard([*found, *others[: max(0, BESIDE - len(found))]])


def actions_of(programme: Programme) -> QuerySet[CorrectiveAction]:
    """The corrective actions of the programme, the latest first, to be pointed to by an answer."""
    found = CorrectiveAction.objects.filter(finding__programme=programme).select_related("finding__programme")
    return found.order_by("-agreed_at")

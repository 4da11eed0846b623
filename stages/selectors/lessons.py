"""Lessons as the pages of stages 1 and 7 show them."""

import dataclasses
from typing import Any

from django.db.models import QuerySet

from accounts.models import Role, User
from knowledge.domain import offers as offer_rules
from knowledge.models import Entry
from knowledge.selectors import offers
from stages import permissions
from stages.models import LessonAnswer, Programme, Purpose, Stakeholder
from stages.selectors.learned import Learned

Answer = LessonAnswer.Answer


@dataclasses.dataclass(frozen=True)
class Offered:
    """What the library offers a programme, and what was answered before."""

    about: offer_rules.About
    offers: list[offers.Offer]
    used: list[LessonAnswer]
    set_aside: list[LessonAnswer]


def kept(programme: Programme) -> QuerySet[Entry]:
    """The lessons of the programme that stand in the library, latest first."""
    return Entry.objects.standing().kept_in(programme.slug).order_by("-added_at", "-pk").defer("search")


def answers(programme: Programme) -> list[LessonAnswer]:
    """The answer that counts for each entry: the latest."""
    every = LessonAnswer.objects.filter(programme=programme).select_related("entry", "answered_by")
    latest = {answer.entry_id: answer for answer in every.order_by("answered_at", "pk").defer("entry__search")}
    return list(latest.values())


def used(programme: Programme) -> int:
    """How many entries of the library the programme has used."""
    return LessonAnswer.objects.filter(programme=programme, answer=Answer.USED).count()


def about(programme: Programme) -> offer_rules.About:
    """What the programme is about, in its own words: name, summary, purpose and the needs of its stakeholders."""
    purpose = Purpose.objects.filter(programme=programme).first()
    needs = Stakeholder.objects.filter(programme=programme).order_by("pk").values_list("name", "need")
    said = [programme.name, programme.summary, *([purpose.aim, purpose.why_pbr] if purpose else [])]
    return offer_rules.about(" \n".join([*said, *(" ".join(row) for row in needs)]), programme.sector)


def offered(programme: Programme) -> Offered:
    """The entries to look at before anything is designed, the most alike first, each with why."""
    known, answered = about(programme), answers(programme)
    found = offers.ranked(known, apart_from=programme.slug, answered=[answer.entry_id for answer in answered])
    return Offered(
        about=known,
        offers=found,
        used=[answer for answer in answered if answer.answer == Answer.USED],
        set_aside=[answer for answer in answered if answer.answer == Answer.NOT_FOR_US],
    )


def form_facts(programme: Programme, viewer: User, of: Learned | None = None) -> dict[str, Any]:
    """What the form of a lesson has to know: a first guess at what it is about, and whether it may be named.

    A lesson drawn from a finding speaks of the stages that the finding questioned, unless its author says otherwise.
    """
    known = about(programme)
    return {
        "initial": {
            "example": Entry.Example.BAD,
            "stages": of.stages if of else [],
            "need": min(known.needs, default=Entry.Need.ANY) if len(known.needs) == 1 else Entry.Need.ANY,
            "outcome": min(known.outcomes, default=Entry.Outcome.ANY)
            if len(known.outcomes) == 1
            else Entry.Outcome.ANY,
        },
        "may_name": Role.COMMISSIONER in permissions.roles(viewer, programme),
        "threshold": programme.suppression_threshold,
    }

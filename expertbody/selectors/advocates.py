"""Who on the Expert Body speaks for which stakeholder."""

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from expertbody.models import Seat
from stages.domain import alerts as rules
from stages.models import Programme, StageVisit, Stakeholder
from stages.selectors import salient

BODY_IS_NEEDED_FROM = 3
SENTENCE = (
    "They are legitimate and urgent, and no seat on the Expert Body speaks for them. Name a seat that does, or seat "
    "somebody who will."
)


def alerts(programmes: Collection[int], as_of: date) -> list[rules.Alert]:
    """Pressing stakeholders for whom nobody speaks on the day, once stage 3 has begun, in which the body is seated."""
    reached = set(
        StageVisit.objects.filter(programme__in=programmes, stage=BODY_IS_NEEDED_FROM).values_list(
            "programme", flat=True
        )
    )
    spoken_for = set(Seat.objects.held_on(as_of).filter(programme__in=reached).values_list("speaks_for", flat=True))
    return [
        rules.Alert(
            rules.NO_ADVOCATE, one.programme_id, one.name, SENTENCE, "expertbody:composition", stakeholder=one.pk
        )
        for one in salient.pressing(reached)
        if one.pk not in spoken_for
    ]


def ties(stakeholder: Stakeholder, as_of: date) -> list[str]:
    """The running seats that speak for the stakeholder."""
    found = Seat.objects.filter(speaks_for=stakeholder).during(as_of, None).select_related("user")
    return [
        f"The seat of {seat.user} on the Expert Body speaks for them. Let it speak for somebody else first."
        for seat in found
    ]


def candidates(programme: Programme) -> QuerySet[Stakeholder]:
    """The stakeholders for whom a seat may speak, by name."""
    return Stakeholder.objects.present().filter(programme=programme).order_by("name")

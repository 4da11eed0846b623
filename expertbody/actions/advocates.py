"""Whose advocate a seat is."""

from datetime import datetime

from django.db import transaction

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User
from expertbody.actions import seats
from expertbody.models import Seat
from stages.actions import visits
from stages.models import Stakeholder


@transaction.atomic
def speak_for(*, seat: Seat, stakeholder: Stakeholder | None, by: User, at: datetime) -> Seat:
    """Let a seat speak for a stakeholder of its programme, or for nobody in particular.

    Raises `Forbidden` for those who may not seat people, `Refused` for somebody who is no stakeholder (any more).
    """
    programme = seat.programme
    seats.require_may_seat(programme, by=by, at=at)
    visits.lock(programme)
    held = Seat.objects.select_for_update(of=("self",)).select_related("speaks_for").get(pk=seat.pk)
    if stakeholder is not None:
        _refuse_who_is_none(stakeholder, held)
    if held.speaks_for == stakeholder:
        return held
    before = str(held.speaks_for or "")
    held.speaks_for = stakeholder
    held.save(update_fields=["speaks_for"])
    audit.record(
        by=by,
        at=at,
        action="expertbody.seat.speak_for",
        programme=programme.slug,
        subject=held,
        before={"speaks_for": before},
        after={"person": held.user.name, "speaks_for": str(stakeholder or "")},
    )
    return held


def _refuse_who_is_none(stakeholder: Stakeholder, seat: Seat) -> None:
    present = Stakeholder.objects.present().filter(pk=stakeholder.pk, programme=seat.programme)
    if not present.exists():
        raise Refused(f"{stakeholder} is no stakeholder of this programme now. Choose somebody from the register.")

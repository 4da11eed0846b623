"""Who chairs the Expert Body."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from accounts.actions import audit
from accounts.models import User
from expertbody.actions import seats
from expertbody.models import Seat
from stages.actions import visits


@transaction.atomic
def appoint(*, seat: Seat, because: str, by: User, at: datetime) -> Seat:
    """Make a seated member the chair, with the reason. Whoever chaired so far keeps the seat."""
    programme, today = seat.programme, localdate(at)
    seats.require_may_seat(programme, by=by, at=at)
    visits.lock(programme)
    held = programme.seats.held_on(today).select_related("user").filter(pk=seat.pk).first()
    if held is None:
        raise seats.SeatRefused(f"The term of {seat.user} does not run today. Choose a member whose term is running.")
    if held.is_chair:
        raise seats.SeatRefused(f"{held.user} is the chair already. Nothing was changed.")
    if not because.strip():
        raise seats.SeatRefused("Enter the reason for the choice of the chair.")
    before = list(programme.seats.during(today, held.until_date).filter(is_chair=True).select_related("user"))
    for one in before:
        one.is_chair = False
        one.save(update_fields=["is_chair"])
    held.is_chair = True
    held.save(update_fields=["is_chair"])
    audit.record(
        by=by,
        at=at,
        action="expertbody.seat.appoint_chair",
        programme=programme.slug,
        subject=held,
        before={"chair": [one.user.name for one in before]},
        after={"chair": held.user.name, "because": because.strip()},
    )
    return held

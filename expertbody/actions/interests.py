"""The standing register of interests: each member keeps their own."""

from datetime import date, datetime

from django.db import transaction

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User
from expertbody.actions import meetings
from expertbody.models import Interest, Seat
from stages.actions import visits
from stages.models import Programme


class InterestRefused(Refused):
    """The interest cannot be entered like this."""


@transaction.atomic
def declare(
    *,
    programme: Programme,
    what: str,
    from_date: date,
    until_date: date | None = None,
    replaces: Interest | None = None,
    by: User,
    at: datetime,
) -> Interest:
    """Enter one's own interest, or replace an entry by how it stands now; the earlier one stays to be read."""
    seat = meetings.require_seat(programme, by=by, at=at)
    visits.lock(programme)
    if not what.strip():
        raise InterestRefused("Enter what the interest is.")
    if until_date is not None and until_date < from_date:
        raise InterestRefused("Enter an end date that is not before the start date.")
    if replaces is not None:
        _refuse_replacing(replaces, seat)
    made = Interest.objects.create(
        seat=seat, what=what.strip(), from_date=from_date, until_date=until_date, replaces=replaces, declared_at=at
    )
    audit.record(
        by=by, at=at, action="expertbody.interest.declare", programme=programme.slug, subject=made,
        before={"what": replaces.what} if replaces else None, after={"what": made.what},
    )  # fmt: skip
    return made


def _refuse_replacing(earlier: Interest, seat: Seat) -> None:
    if earlier.seat.user_id != seat.user_id or earlier.seat.programme_id != seat.programme_id:
        raise InterestRefused("Each member changes their own entries only.")
    if Interest.objects.filter(replaces=earlier).exists():
        raise InterestRefused("This entry has been changed already. Change the latest one.")

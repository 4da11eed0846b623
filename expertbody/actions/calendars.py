"""Make and stop the secret address of a person's calendar."""

import secrets
from datetime import datetime

from django.db import transaction

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User
from expertbody.domain.invitations import hashed
from expertbody.models import CalendarFeed
from expertbody.selectors import calendars


class FeedRefused(Refused):
    """The address cannot be made or stopped."""


@transaction.atomic
def make(*, by: User, at: datetime) -> str:
    """Make a new address for the person, which ends the old one. Returns its token, which is shown once."""
    if not calendars.has_dates(by):
        raise FeedRefused("You hold no role in any programme now, so there are no dates for a calendar.")
    _end(by, at)
    token = secrets.token_urlsafe(32)
    made = CalendarFeed.objects.create(user=by, token_hash=hashed(token), made_at=at)
    audit.record(by=by, at=at, action="expertbody.calendar.make", subject=made)
    return token


@transaction.atomic
def stop(*, by: User, at: datetime) -> None:
    """Stop the person's address. From now on it leads nowhere."""
    if not _end(by, at):
        raise FeedRefused("There is no address to stop.")


def _end(by: User, at: datetime) -> bool:
    """Whether an address was running; it is not any more. Of two who ask at once, the second waits for the first."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    running = CalendarFeed.objects.filter(user=by, revoked_at=None).first()
    if running is None:
        return False
    running.revoked_at = at
    running.save(update_fields=["revoked_at"])
    audit.record(by=by, at=at, action="expertbody.calendar.stop", subject=running)
    return True

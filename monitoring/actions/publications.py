"""Publishing a programme, and taking it off the public pages."""

from datetime import datetime

from django.db import transaction

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User
from monitoring import permissions
from monitoring.models import Publication
from monitoring.selectors import publications
from stages.models import Programme


class NothingToPublish(Refused):
    """No contract has been agreed."""


@transaction.atomic
def publish(*, programme: Programme, by: User, at: datetime) -> Publication:
    """Show the programme to everybody as it stands now. It stays so until it is published again or taken off."""
    permissions.require(by, "publication.decide", programme)
    if programme.is_sandbox:
        raise NothingToPublish("This is a sandbox: nothing in it is real, so it is not published.")
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    made = publications.draft(programme)
    if made.document["contract"] is None:
        raise NothingToPublish("Agree a contract first: without one there is nothing to tell the public.")
    published = Publication.objects.create(
        programme=programme,
        kind=Publication.Kind.PUBLISHED,
        document=made.document,
        shown=made.memory,
        by=by,
        at=at,
    )
    audit.record(by=by, at=at, action="monitoring.publish", programme=programme.slug, subject=published)
    return published


@transaction.atomic
def take_off(*, programme: Programme, reason: str, by: User, at: datetime) -> Publication:
    """Show the programme to the public no longer. What was published stays on record."""
    permissions.require(by, "publication.decide", programme)
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    last = publications.last(programme)
    if last is None or not last.is_public:
        raise Refused("The programme is not published.")
    if not reason.strip():
        raise Refused("Enter why it is taken off.")
    taken = Publication.objects.create(
        programme=programme, kind=Publication.Kind.TAKEN_OFF, reason=reason.strip(), by=by, at=at
    )
    audit.record(
        by=by, at=at, action="monitoring.take_off", programme=programme.slug, subject=taken,
        after={"reason": reason.strip()},
    )  # fmt: skip
    return taken

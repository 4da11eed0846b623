"""The section “body_record” of a programme pack: what the Expert Body did.

It holds the rules of quorum, the register of interests, what was proposed, reviews, decisions with the actions that
follow from them, meetings and written votes. Members are named by the place of their seat in “expert_body”; matters by
what they are about. What a decision brought about – a gate passed, a version agreed, a finding answered – is in the
history and in the contract, so it is not carried out again.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from expertbody import permissions
from expertbody.actions import pack_matters, pack_meetings, pack_written
from expertbody.actions.pack_bringing import Bringing, seats_in_order
from stages.models import Programme


@transaction.atomic
def load(*, programme: Programme, section: Mapping[str, Any], by: User, at: datetime) -> None:
    """Keep what the Expert Body did elsewhere, in the names that the pack gives."""
    permissions.require(by, "body.establish", programme)
    bringing = Bringing(programme, by, at, seats_in_order(programme))
    pack_matters.load(bringing, section)
    pack_meetings.load(bringing, section)
    pack_written.load(bringing, section)


def export(programme: Programme) -> dict[str, Any] | None:
    """What the Expert Body did; None when it did nothing yet."""
    place_of = {seat.pk: place for place, seat in enumerate(seats_in_order(programme))}
    found = {
        **pack_meetings.export(programme, place_of),
        **pack_matters.export(programme, place_of),
        **pack_written.export(programme, place_of),
    }
    return {name: rows for name, rows in found.items() if rows} or None

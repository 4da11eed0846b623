"""The one purpose of a programme, and why Payment by Results."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from stages.actions import records
from stages.models import Programme, Purpose

FIELDS = ("aim", "why_pbr")


@transaction.atomic
def write(
    *,
    programme: Programme,
    aim: str,
    why_pbr: str,
    by: User,
    at: datetime,
) -> Purpose:
    """Write or change the purpose while stage 1 is open. Parts may be left empty until they are known."""
    records.begin(programme, 1, by)
    given = {
        "aim": aim.strip(),
        "why_pbr": why_pbr.strip(),
    }
    purpose, _created = Purpose.objects.get_or_create(
        programme=programme, defaults={"changed_at": at, "changed_by": by}
    )
    if any(getattr(purpose, name) != value for name, value in given.items()):
        fields = {**given, "changed_at": at, "changed_by": by}
        records.change(purpose, fields, programme=programme, action="stages.purpose.write", by=by, at=at)
    return purpose

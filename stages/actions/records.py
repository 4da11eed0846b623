"""What every action on a stage's records begins and ends with."""

from datetime import datetime
from typing import Any

from django.db import models

from accounts.actions import audit
from accounts.models import User
from stages import permissions
from stages.actions import visits
from stages.models import Programme, StageVisit

SELECTION_STAGES = frozenset({2, 3})


def begin(programme: Programme, stage: int, by: User, action: str = "stage.record") -> StageVisit:
    """Permission, then the lock on the open visit. Raises `Forbidden` or `StageClosed`."""
    permissions.require(by, action, programme)
    return visits.require_open(programme=programme, stage=stage)


def values(subject: models.Model, names: list[str]) -> dict[str, Any]:
    """The fields as they are now, for the audit trail; relations by primary key."""
    found = {name: getattr(subject, name) for name in names}
    return {name: value.pk if isinstance(value, models.Model) else value for name, value in found.items()}


def change(
    subject: models.Model, fields: dict[str, Any], *, programme: Programme, action: str, by: User, at: datetime
) -> None:
    """Write the fields that differ, with what they were. Nothing is written when nothing differs."""
    changed = [name for name, value in fields.items() if getattr(subject, name) != value]
    if not changed:
        return
    before = values(subject, changed)
    for name in changed:
        setattr(subject, name, fields[name])
    subject.save(update_fields=changed)
    after = values(subject, changed)
    audit.record(by=by, at=at, action=action, programme=programme.slug, subject=subject, before=before, after=after)


def added(
    subject: models.Model, *, programme: Programme, action: str, names: list[str], by: User, at: datetime
) -> None:
    """The audit row of a new record."""
    audit.record(by=by, at=at, action=action, programme=programme.slug, subject=subject, after=values(subject, names))

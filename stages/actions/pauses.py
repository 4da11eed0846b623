"""Let an open stage stand still, and go on."""

from datetime import datetime

from django.db import transaction

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User
from stages import permissions
from stages.actions import visits
from stages.models import Programme, StagePause, StageResumption, StageVisit
from stages.selectors import pauses


class NotPaused(Refused):
    """The stage does not stand still, so it cannot be resumed."""


def _lock_visit(programme: Programme, stage: int) -> StageVisit:
    visits.lock(programme)
    held = StageVisit.objects.open().select_for_update(no_key=True).filter(programme=programme, stage=stage).first()
    if held is None:
        raise visits.StageClosed(f"{visits.name_of(stage)} is not open, so it cannot be paused.")
    return held


@transaction.atomic
def pause(*, programme: Programme, stage: int, because: str, by: User, at: datetime) -> StagePause:
    """Pause an open stage, with the reason: its records cannot be changed, nor its gate decided, until it is resumed.

    Raises `StageClosed` when the stage is not open and `StagePaused` when it stands still already.
    """
    permissions.require(by, "stage.pause", programme)
    visit = _lock_visit(programme, stage)
    visits.refuse_paused(visit)
    if not because.strip():
        raise Refused("Enter the reason why the stage is paused.")
    made = StagePause.objects.create(visit=visit, because=because.strip(), paused_by=by, paused_at=at)
    _record("pause", made, visit, made.because, by, at)
    return made


@transaction.atomic
def resume(*, programme: Programme, stage: int, because: str, by: User, at: datetime) -> StageResumption:
    """End the pause of a stage, with what has changed since. Raises `NotPaused` when it does not stand still."""
    permissions.require(by, "stage.pause", programme)
    visit = _lock_visit(programme, stage)
    standing = pauses.of_visit(visit)
    if standing is None:
        raise NotPaused(f"{visits.name_of(stage)} is not paused. Nothing was changed.")
    if not because.strip():
        raise Refused("Enter what has changed, so that the stage can go on.")
    made = StageResumption.objects.create(pause=standing, because=because.strip(), resumed_by=by, resumed_at=at)
    _record("resume", made, visit, made.because, by, at)
    return made


def _record(
    what: str, subject: StagePause | StageResumption, visit: StageVisit, because: str, by: User, at: datetime
) -> None:
    after = {"stage": visit.stage, "visit": visit.number, "because": because}
    slug = visit.programme.slug
    audit.record(by=by, at=at, action=f"stages.visit.{what}", programme=slug, subject=subject, after=after)

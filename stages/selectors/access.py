"""Whether the viewer may change the records of a stage now, and if not, why."""

import dataclasses

from accounts.models import User
from stages import permissions
from stages.domain import framework, history
from stages.models import Programme
from stages.selectors import pauses, visits


@dataclasses.dataclass(frozen=True)
class Access:
    stage: framework.Stage
    status: str
    permitted: bool
    paused: str = ""

    @property
    def is_open(self) -> bool:
        return self.status in {history.OPEN, history.REOPENED}

    @property
    def writable(self) -> bool:
        return self.is_open and self.permitted and not self.paused


def access(programme: Programme, stage: int, viewer: User, action: str = "stage.record") -> Access:
    """The stage's status, and whether the viewer's roles allow the action while it is open."""
    pause = pauses.of_stage(programme, stage)
    return Access(
        stage=framework.BY_NUMBER[stage],
        status=visits.status(programme, stage),
        permitted=permissions.can(viewer, action, programme),
        paused=pause.because if pause else "",
    )

"""What every action on the records of delivery begins with."""

from collections.abc import Sequence

from accounts.errors import Refused
from accounts.models import Organisation, User
from delivery import permissions
from delivery.domain.tables import BadRow
from stages.actions import visits
from stages.models import Programme, StageVisit

STAGE = 5


class RowsRefused(Refused):
    """Some rows of a file are wrong, so nothing was taken from it. `rows` says what is wrong with each."""

    def __init__(self, rows: Sequence[BadRow]) -> None:
        self.rows = list(rows)
        count = "1 thing is" if len(self.rows) == 1 else f"{len(self.rows):,} things are"
        super().__init__(f"Nothing was taken from the file: {count} wrong in it. Correct the rows and send it again.")


def begin(programme: Programme, agent: Organisation, by: User) -> StageVisit:
    """Permission to record for the agent, then the lock on the open visit. Raises `Forbidden` or `StageClosed`."""
    permissions.require_to_act_for(by, "delivery.record", programme, agent)
    return visits.require_open(programme=programme, stage=STAGE)


def require_running(programme: Programme) -> None:
    """Refuse when delivery is closed or paused. It may never have been opened: a contract that was agreed elsewhere and
    loaded is enough for participants to come in, and then for what happens to them."""
    if StageVisit.objects.filter(programme=programme, stage=STAGE).exists():
        visits.require_open(programme=programme, stage=STAGE)


def begin_event(programme: Programme, agent: Organisation, by: User) -> None:
    """Permission to record for the agent, then the lock on the open visit, if delivery was ever opened here."""
    permissions.require_to_act_for(by, "delivery.record", programme, agent)
    require_running(programme)

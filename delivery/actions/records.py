"""What every action on the records of delivery begins with."""

from accounts.models import Organisation, User
from delivery import permissions
from stages.actions import visits
from stages.models import Programme, StageVisit

STAGE = 5


def begin(programme: Programme, agent: Organisation, by: User) -> StageVisit:
    """Permission to record for the agent, then the lock on the open visit. Raises `Forbidden` or `StageClosed`."""
    permissions.require_to_act_for(by, "delivery.record", programme, agent)
    return visits.require_open(programme=programme, stage=STAGE)

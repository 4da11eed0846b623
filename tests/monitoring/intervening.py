"""Interventions as tests want them, made by calling the actions."""

from datetime import datetime, timedelta
from typing import Any

from accounts.models import Organisation, Role, User
from monitoring.actions import interventions
from monitoring.models import Intervention, PlanMeasure
from stages.models import Membership, Programme


def begun(programme: Programme, agent: Organisation, *, by: User, at: datetime, **fields: Any) -> Intervention:
    """A first step, to be looked at again four weeks later."""
    given: dict[str, Any] = {
        "level": 2,
        "reason": "Two quarters were off track.",
        "look_again_on": (at + timedelta(days=28)).date(),
    }
    return interventions.begin(programme=programme, agent=agent, by=by, at=at, **(given | fields))


def promised(programme: Programme, agent: Organisation, *, by: User, at: datetime) -> PlanMeasure:
    """An intervention whose plan promises one thing in the name of one of the agent's people."""
    owner = Membership.objects.filter(programme=programme, role=Role.AGENT, organisation=agent).earliest("pk").user
    return interventions.promise(
        intervention=begun(programme, agent, by=by, at=at),
        what="Two more advisers",
        owner=owner,
        due_on=(at + timedelta(days=20)).date(),
        by=by,
        at=at,
    )

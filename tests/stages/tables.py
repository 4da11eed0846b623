"""Tables that stand in for those of the project, so that these tests speak of stages alone."""

from collections.abc import Collection
from datetime import date

from pbrmanager.gate_checks import GateCheck
from pbrmanager.stakeholder_ties import StakeholderTie
from stages.domain.alerts import Alert
from stages.models import Programme, Stakeholder

MISSING: list[str] = []
"""What the stand-in check of stage 3 says is missing; a test may fill it, and a fixture empties it."""


def shortfalls(programme: Programme, as_of: date) -> list[str]:
    return list(MISSING)


GATE_CHECKS = (GateCheck(3, "body_seated", "All five constituencies are seated.", "tests.stages.tables.shortfalls"),)
STAGE_TASKS = ()
PACK_SECTIONS = ()
TIES: list[str] = []
"""What the stand-in table says depends on every stakeholder; a test may fill it, and a fixture empties it."""


def alerts(programmes: Collection[int], as_of: date) -> list[Alert]:
    return []


def ties(stakeholder: Stakeholder, as_of: date) -> list[str]:
    return list(TIES)


STAKEHOLDER_TIES = (StakeholderTie("tests.stages.tables.alerts", "tests.stages.tables.ties"),)

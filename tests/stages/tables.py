"""Tables that stand in for those of the project, so that these tests speak of stages alone."""

from datetime import date

from pbrmanager.gate_checks import GateCheck
from stages.models import Programme

MISSING: list[str] = []
"""What the stand-in check of stage 3 says is missing; a test may fill it, and a fixture empties it."""


def shortfalls(programme: Programme, as_of: date) -> list[str]:
    return list(MISSING)


GATE_CHECKS = (GateCheck(3, "body_seated", "All five constituencies are seated.", "tests.stages.tables.shortfalls"),)
STAGE_TASKS = ()
PACK_SECTIONS = ()

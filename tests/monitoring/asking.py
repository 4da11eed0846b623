"""Figures that are worth a question, and the question."""

from datetime import date, timedelta

from monitoring.actions import gaming
from monitoring.models import GamingQuestion
from tests import builders
from tests.monitoring.scenes import NOW, Scene

QUARTER_END = date(2025, 3, 31)


def clustered(scene: Scene) -> None:
    """60 results of Northway in the first quarter, 40 of them in its last five days; Southway's fall evenly."""
    north = scene.start(60, date(2025, 1, 1))
    scene.achieve(north[:40], date(2025, 3, 30))
    scene.achieve(north[40:], date(2025, 2, 10))
    for place, one in enumerate(scene.start(60, date(2025, 1, 1), agent=scene.south)):
        scene.achieve([one], date(2025, 1, 20) + timedelta(days=place))


def question(scene: Scene) -> GamingQuestion:
    """What Northway is asked about those results."""
    clustered(scene)
    asked = gaming.look(programmes=[scene.programme], as_of=QUARTER_END, by=builders.system(), at=NOW)
    return next(one for one in asked if one.indicator == "claim_clustering")

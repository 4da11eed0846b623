"""What the gate of stage 6 says of the monitor's frozen figures."""

from monitoring.actions import monitor
from monitoring.selectors import gates
from tests import builders
from tests.monitoring.scenes import NOW, YEAR_END, Scene


def test_periods_that_the_monitor_has_not_judged_are_named(scene: Scene) -> None:
    scene.quarter(0, 300, 150)
    after = YEAR_END.replace(year=YEAR_END.year + 1)
    [said] = gates.snapshot_shortfalls(scene.programme, after)
    assert said.startswith("Not judged yet: ")
    monitor.run(programme=scene.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    assert gates.snapshot_shortfalls(scene.programme, after) == []

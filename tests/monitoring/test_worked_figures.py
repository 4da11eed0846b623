"""The figures of docs/monitoring.md."""

from datetime import date

import pytest

from monitoring.domain import maturity, parking, tracking
from monitoring.domain.tracking import Cohort, Status


def test_the_worked_rate() -> None:
    curve = maturity.curve([{"days": 0, "share": "0"}, {"days": 90, "share": "1"}], 180)
    first, last = date(2025, 1, 1).toordinal(), date(2025, 3, 31).toordinal()
    cohorts = [
        Cohort("a", "s", "2025-01", first, 100, 30),
        Cohort("a", "s", "2025-02", date(2025, 2, 15).toordinal(), 50, 0),
    ]
    judged, _not_due = tracking.judged_cohorts(cohorts, curve, first, last)
    assert [round(one.matured, 3) for one in judged] == [98.889, 24.444]
    found = tracking.judge_rate(
        people=150, achieved=30, matured=sum(one.matured for one in judged), value=0.5, minimum=0.4, fewest=5
    )
    figures = [found.actual, found.low, found.high, found.expected, found.minimum]
    assert [f"{100 * (figure or 0):.1f}" for figure in figures] == ["20.0", "14.4", "27.1", "41.1", "32.9"]
    assert found.status == Status.RED
    assert found.probability is not None
    assert found.probability < 1e-6


def test_the_worked_number() -> None:
    found = tracking.judge_count(events=55, people=500, value=100, minimum=80, fewest=5)
    assert (round(found.low or 0, 1), round(found.high or 0, 1), found.status) == (41.4, 71.6, Status.RED)


def test_the_worked_parking() -> None:
    (found,) = parking.parked(
        [
            parking.SegmentRecord("easy", "Easy", 1000, 500, 500, True),
            parking.SegmentRecord("hard", "Hard", 400, 40, 100, True),
        ]
    )
    assert found.ratio == pytest.approx(0.4)
    assert (round(found.low, 2), round(found.high, 2)) == (0.29, 0.55)

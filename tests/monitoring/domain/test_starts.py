from datetime import date

import pytest

from contracts.domain.monitoring_rules import DEFAULTS, MonitoringRules, PlannedStarts
from monitoring.domain import starts
from monitoring.domain.starts import Plan, Waiting


@pytest.mark.parametrize(
    ("started", "so_far", "in_period", "cumulative"),
    [(80, 850, False, False), (79, 850, True, False), (80, 849, False, True), (0, 0, True, True)],
)
def test_starts_fall_short_below_80_per_cent_in_a_period_and_85_so_far(
    started: int, so_far: int, in_period: bool, cumulative: bool
) -> None:
    plan = Plan("2025-q1", 100, started, 1000, so_far)
    assert (plan.falls_short(DEFAULTS), plan.falls_short_so_far(DEFAULTS)) == (in_period, cumulative)


@pytest.mark.parametrize(
    ("waiting", "longest", "backlog", "too_long"), [(2, 40, False, False), (3, 40, True, False), (2, 41, False, True)]
)
def test_more_than_2_per_cent_are_a_backlog_and_more_than_40_working_days_too_long(
    waiting: int, longest: int, backlog: bool, too_long: bool
) -> None:
    found = Waiting("northway", 100, waiting, longest)
    assert (found.is_backlog(DEFAULTS), found.is_too_long(DEFAULTS)) == (backlog, too_long)


def test_a_plan_is_as_the_contract_lists_it_or_the_year_spread_over_its_days() -> None:
    quarter = ("2025-q1", date(2025, 1, 1), date(2025, 3, 31))
    assert starts.planned(*quarter, DEFAULTS, 1461) == 360
    assert starts.planned(*quarter, DEFAULTS, None) is None
    listed = MonitoringRules(planned_starts=(PlannedStarts("2025-q1", 12),))
    assert starts.planned(*quarter, listed, 1461) == 12


def test_small_numbers_stay_unsaid() -> None:
    said = starts.says(Plan("2025-q1", 100, 3, 100, 3), DEFAULTS, 5)
    assert "Fewer than 5" in said or "fewer than 5 started" in said
    assert "3 started" not in said
    assert "fewer than 5 of 100" in starts.says_waiting(Waiting("northway", 100, 4, 10), DEFAULTS, 5).lower()

"""What the gate of stage 6 says of the returns of agents."""

from datetime import UTC, date, datetime

import pytest

from contracts.models import Period
from outcomes.selectors import gates
from stages.models import Programme
from tests.outcomes.scheme import Scheme

DAY = date(2026, 1, 15)


@pytest.fixture
def periods(scheme: Scheme) -> list[Period]:
    dates = ((date(2025, 7, 1), date(2025, 9, 30)), (date(2025, 10, 1), date(2025, 12, 31)))
    return [
        Period.objects.create(programme=scheme.programme, code=f"q{number}", starts_on=first, ends_on=last)
        for number, (first, last) in enumerate(dates, 3)
    ]


def test_before_the_first_period_has_ended_there_is_nothing_to_judge(scheme: Scheme) -> None:
    assert gates.return_shortfalls(scheme.programme, DAY) == ["No period has ended yet, so there is nothing to judge."]


def test_agents_that_handed_nothing_in_are_named(scheme: Scheme, periods: list[Period]) -> None:
    [said] = gates.return_shortfalls(scheme.programme, DAY)
    assert said == "No results were handed in by Northern Works for q3, Northern Works for q4. Ask for them."
    assert "q4" not in gates.return_shortfalls(scheme.programme, date(2025, 12, 31))[0]


def test_a_file_after_the_period_counts_and_one_that_is_being_read_is_waited_for(
    scheme: Scheme, periods: list[Period]
) -> None:
    content = "participant,outcome,achieved_on\n"
    scheme.receive(content + "P1,job_outcome,2025-08-01\n", at=datetime(2026, 1, 4, tzinfo=UTC))
    said = gates.return_shortfalls(scheme.programme, DAY)
    assert said[-1] == "1 file is still being read. Wait for the result."


def test_the_number_of_queries_does_not_grow_with_periods(
    scheme: Scheme, periods: list[Period], django_assert_max_num_queries: object
) -> None:
    programme: Programme = scheme.programme
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        gates.return_shortfalls(programme, DAY)

import pytest

from contracts.models import Target
from dashboards.selectors import findings_funnel
from delivery.domain.suppression import Rule
from monitoring.domain.evidence import Cell

WHOLE = Rule(base=1)
NAMES = {"n": "Northway", "s": "Southway", "w": "Westway"}
CELLS = [
    Cell("n", "easy", 400, 160, 400.0),
    Cell("n", "hard", 100, 10, 100.0),
    Cell("s", "easy", 100, 40, 100.0),
    Cell("s", "hard", 400, 40, 400.0),
]


def rows(cells: list[Cell], *, by_segment: bool, rule: Rule = WHOLE, withheld: frozenset[str] = frozenset()) -> object:
    chart = findings_funnel.funnel(
        cells, NAMES, withheld, rule, target=Target(measure="rate"), period="q", by_segment=by_segment
    )
    return None if chart is None else {row[0]: row[1:] for row in chart.rows}


def places(cells: list[Cell], *, by_segment: bool) -> dict[str, str]:
    return {
        one.name: one.place for one in findings_funnel.placed(cells, NAMES, frozenset(), WHOLE, by_segment=by_segment)
    }


def test_an_agent_with_harder_segments_is_no_worse_once_these_are_taken_into_account() -> None:
    assert places(CELLS, by_segment=False) == {"Northway": "Above", "Southway": "Below"}
    assert places(CELLS, by_segment=True) == {"Northway": "Within", "Southway": "Within"}


def test_people_who_have_come_half_as_far_are_expected_to_have_achieved_half_as_much() -> None:
    cells = [Cell("n", "", 200, 80, 200.0), Cell("s", "", 200, 40, 100.0)]
    assert places(cells, by_segment=False) == {"Northway": "Within", "Southway": "Within"}


@pytest.mark.parametrize(("achieved", "place"), [(8, "Within"), (7, "Between the limits"), (4, "Below")])
def test_the_limits_are_exact_at_an_agents_own_size(achieved: int, place: str) -> None:
    one = findings_funnel.Placed("Southway", 40, achieved, 14.0)
    assert one.limits(0.95) == (8, 20)
    assert one.limits(0.998) == (5, 24)
    assert one.place == place


def test_an_agent_that_may_not_be_shown_is_not_placed_and_one_agent_alone_has_no_funnel() -> None:
    assert rows(CELLS, by_segment=False, withheld=frozenset("s")) is None
    found = rows([*CELLS, Cell("w", "easy", 3, 1, 3.0)], by_segment=False, withheld=frozenset("w"))
    assert isinstance(found, dict)
    assert list(found) == ["Northway", "Southway"]


def test_rounded_counts_are_placed_where_counts_are_rounded() -> None:
    cells = [Cell("n", "", 203, 80, 203.0), Cell("s", "", 198, 40, 198.0)]
    found = rows(cells, by_segment=False, rule=Rule(base=10))
    assert isinstance(found, dict)
    assert [row[0] for row in found.values()] == ["200", "200"]


def test_a_number_or_a_rate_that_nobody_or_everybody_reached_has_no_funnel() -> None:
    assert rows([Cell("n", "", 10, 0, 9.0), Cell("s", "", 10, 0, 9.0)], by_segment=False) is None
    number = findings_funnel.funnel(
        CELLS, NAMES, frozenset(), WHOLE, target=Target(measure="count"), period="q", by_segment=True
    )
    assert number is None

"""Each row of the table from what is found to the stages questioned."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.domain import casemix, diagnosis, gaming_tests
from monitoring.domain.diagnosis import Facts
from monitoring.domain.evidence import Cell

ROWS: list[tuple[str, Facts, list[int]]] = [
    ("volumes_low", Facts(starts_short=True), [1, 4, 5]),
    ("volumes_low", Facts(all_agents_below=True, agents_below=("A",)), [1, 4, 5]),
    ("one_agent_below", Facts(agents_below=("Northway",)), [3, 5]),
    ("segment_parked", Facts(segments_parked=("Prison leavers",)), [1, 4, 5]),
    ("binary_up_frequency_worse", Facts(binary_holds="No offence", frequency_worse="Offences"), [4, 5]),
    ("payer_short", Facts(capped=True), [2, 4]),
    ("payer_short", Facts(paid_late=True), [2, 4]),
    ("agent_in_trouble", Facts(agent_in_trouble="a partner left"), [3, 5]),
    ("claims_invalid", Facts(claims_invalid=True), [4, 5]),
    ("claims_invalid", Facts(claims_invalid=True, claims_invalid_again=True), [3, 4, 5]),
    ("too_few", Facts(too_few=True), [4, 6]),
    ("horizon_happened", Facts(happened=("A new benefit rule",)), [1, 4]),
    ("more_starts_fewer_hard_cases", Facts(more_starts_fewer_hard_cases=True), [3, 4]),
    ("no_better_than_without", Facts(no_better_than_without="Jobs"), [1, 4]),
    ("unverifiable", Facts(unverifiable="Jobs"), [1, 4]),
    ("harm", Facts(harm=True), [4, 5]),
]


@pytest.mark.parametrize(("code", "facts", "stages"), ROWS)
def test_each_pattern_questions_its_stages_with_reasons(code: str, facts: Facts, stages: list[int]) -> None:
    (found,) = diagnosis.diagnose(facts)
    assert found.code == code
    assert sorted(where.stage for where in found.where) == stages
    assert all(where.why for where in found.where)
    assert found.seen.endswith(".")


def test_every_row_of_the_table_is_tested() -> None:
    assert {code for code, _facts, _stages in ROWS} == {pattern.code for pattern in diagnosis.PATTERNS}


def test_nothing_seen_questions_nothing() -> None:
    assert diagnosis.diagnose(Facts()) == []


def test_half_of_a_pair_is_no_pattern() -> None:
    assert diagnosis.diagnose(Facts(binary_holds="No offence")) == []
    assert diagnosis.diagnose(Facts(frequency_worse="Offences")) == []


def test_a_stage_that_two_patterns_question_has_both_reasons_once() -> None:
    found = diagnosis.diagnose(Facts(starts_short=True, happened=("A new rule",)))
    together = dict(diagnosis.stages(found))
    assert sorted(together) == [1, 4, 5]
    assert "has changed" in together[1]
    assert "turned away" in together[1]


def test_an_agent_with_harder_people_is_not_below_the_others() -> None:
    like = [Cell("north", "hard", 200, 40, 200.0), Cell("north", "easy", 50, 30, 50.0)]
    others = [Cell("south", "hard", 50, 10, 50.0), Cell("south", "easy", 200, 120, 200.0)]
    assert diagnosis.agents_below([*like, *others]) == []
    worse = [Cell("north", "hard", 200, 15, 200.0), Cell("north", "easy", 50, 30, 50.0)]
    many = [Cell("south", "hard", 500, 100, 500.0), Cell("south", "easy", 200, 120, 200.0)]
    assert diagnosis.agents_below([*worse, *many]) == ["north"]
    # 15 of 200 beside only 10 of 50: by Mantel and Haenszel p is 0.11, so that nothing can be said of the agent.
    assert gaming_tests.within_periods([(185, 200, 40, 50), (20, 50, 80, 200)]) > 0.1
    assert diagnosis.agents_below([*worse, *others]) == []


def test_few_people_of_the_others_make_nobody_look_bad() -> None:
    """Two of two with the others would expect all thirty; given twelve results in all that is no more than chance."""
    own = Cell("north", "", 30, 10, 30.0)
    assert diagnosis.agents_below([own, Cell("south", "", 2, 2, 2.0)]) == []
    assert diagnosis.agents_below([own, Cell("south", "", 300, 290, 300.0)]) == ["north"]


def test_where_less_is_better_the_agent_with_more_is_behind() -> None:
    cells = [Cell("north", "", 200, 120, 200.0), Cell("south", "", 200, 60, 200.0)]
    assert diagnosis.agents_below(cells, higher_is_better=False) == ["north"]
    assert diagnosis.agents_below(cells) == ["south"]
    assert diagnosis.all_below(cells, 0.2, higher_is_better=False)
    assert not diagnosis.all_below(cells, 0.5, higher_is_better=False)


def test_alike_one_alone_and_nobody_are_not_behind() -> None:
    assert diagnosis.agents_below([Cell(agent, "", 100, 50, 100.0) for agent in ("east", "north", "south")]) == []
    assert diagnosis.agents_below([Cell("north", "", 100, 0, 100.0)]) == []
    assert diagnosis.agents_below([]) == []
    assert not diagnosis.all_below([], 0.5)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.floats(0.01, 0.99)), min_size=1, max_size=3))
def test_chances_over_segments_add_up_as_those_of_single_results(
    segments: list[tuple[int, int, float]],
) -> None:
    """The sum of binomial numbers, held against one result after another."""
    chances, single = [1.0], []
    for own, others, share in segments:
        chances = diagnosis._added(chances, own + others, share)
        single += [share] * (own + others)
    assert chances == pytest.approx(casemix.sum_of_chances(single), abs=1e-9)


def test_all_agents_are_below_only_where_each_is() -> None:
    low = [Cell("north", "", 300, 60, 300.0), Cell("south", "", 300, 70, 300.0)]
    assert diagnosis.all_below(low, 0.5)
    assert not diagnosis.all_below([low[0], Cell("south", "", 300, 150, 300.0)], 0.5)
    assert not diagnosis.all_below(low[:1], 0.5)

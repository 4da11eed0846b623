"""From people and a registered comparison to a difference and a verdict."""

import math
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.domain import comparisons
from contracts.domain.comparisons import Comparison, Counted, Model, SegmentShare
from monitoring.domain import comparing, verdicts
from monitoring.domain.comparing import Seen
from monitoring.domain.verdicts import Difference, Verdict


def asked(**fields: Any) -> Comparison:
    given = {"measure": "share", "against": "fixed", "test": "wilson", "value": Decimal("0.5"), **fields}
    return Comparison(code="q", name="Q?", outcome="job", matters=Decimal("0.05"), window_days=180, **given)


def judged(one: Comparison, seen: Seen, *, higher: bool = True, level: float = 0.95) -> tuple[Difference, Verdict]:
    found = comparing.difference(one, seen, higher_is_better=higher, level=level)
    assert found is not None
    return found, verdicts.verdict(found, matters=float(one.matters), higher_is_better=higher)


def test_24_of_40_against_one_half_is_too_few_to_say() -> None:
    found, said = judged(asked(), Seen(40, 24))
    assert said == Verdict.TOO_FEW
    assert found.detectable is not None
    assert (round(found.detectable, 3), found.needed) == (0.215, 783)
    assert (round(found.interval.low, 3), round(found.interval.high, 3)) == (-0.054, 0.237)


def test_27_of_40_is_the_first_that_the_exact_test_tells_apart() -> None:
    exact = asked(test="exact_binomial")
    assert judged(exact, Seen(40, 27))[1] == Verdict.BETTER
    assert judged(exact, Seen(40, 26))[1] == Verdict.TOO_FEW
    assert judged(exact, Seen(40, 13), higher=False)[1] == Verdict.BETTER


def test_two_looks_ask_for_a_clearer_difference() -> None:
    assert judged(asked(), Seen(1000, 534))[1] == Verdict.BETTER
    assert judged(asked(), Seen(1000, 534), level=0.975)[1] == Verdict.NO_CLEAR_DIFFERENCE


@given(st.integers(1, 2000), st.floats(0.02, 0.98), st.data())
def test_better_for_one_direction_is_worse_for_the_other(n: int, base: float, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, n))
    value = Decimal(f"{base:.4f}")
    one = judged(asked(value=value), Seen(n, k))[1]
    two = judged(asked(value=1 - value), Seen(n, n - k), higher=False)[1]
    assert one == two


def test_another_group_counts_with_its_own_error() -> None:
    small = asked(against="group", test="newcombe", value=None, other=Counted(50, 25))
    large = asked(against="group", test="newcombe", value=None, other=Counted(5000, 2500))
    assert judged(small, Seen(400, 230))[1] == Verdict.TOO_FEW
    assert judged(large, Seen(400, 230))[1] == Verdict.BETTER
    fisher = asked(against="group", test="fisher", value=None, metric="like-areas")
    assert judged(fisher, Seen(400, 230, others=(2500, 5000)))[1] == Verdict.BETTER
    assert comparing.difference(fisher, Seen(400, 230), higher_is_better=True, level=0.95) is None


def test_case_mix_compares_with_what_is_expected_of_the_same_people() -> None:
    shares = (SegmentShare("easy", Decimal("0.6")), SegmentShare("hard", Decimal("0.2")))
    one = asked(against="case_mix", test="standardised", value=None, shares=shares)
    hard, said = judged(one, Seen(1000, 300, segments={"easy": 100, "hard": 900}))
    assert (round(hard.comparator, 2), round(hard.size, 2), said) == (0.24, 1.25, Verdict.BETTER)
    easy, said = judged(one, Seen(1000, 300, segments={"easy": 900, "hard": 100}))
    assert (round(easy.comparator, 2), said) == (0.56, Verdict.WORSE)


def test_a_frozen_model_gives_each_person_a_chance_of_their_own() -> None:
    model = Model("2025", Decimal(0), (("age", Decimal("0.1")),))
    one = asked(against="case_mix", test="model_scored", value=None, model=model)
    found, said = judged(one, Seen(400, 250, chances=[0.3, 0.5] * 200))
    assert found.comparator == pytest.approx(0.4)
    assert said == Verdict.BETTER


def test_a_rise_that_others_had_too_is_no_difference() -> None:
    one = asked(
        against="change", test="difference_in_differences", value=None, metric="like-areas",
        before=Counted(5000, 2000), other_before=Counted(5000, 2000),
    )  # fmt: skip
    assert judged(one, Seen(5000, 2500, others=(2500, 5000)))[1] == Verdict.NO_CLEAR_DIFFERENCE
    found, said = judged(one, Seen(5000, 2500, others=(2000, 5000)))
    assert (round(found.size, 2), round(found.comparator, 2), said) == (0.1, 0.4, Verdict.BETTER)


def test_events_that_cluster_need_more_people() -> None:
    single = asked(measure="events", value=Decimal("0.5"), test="student")
    even, _ = judged(single, Seen(400, 200, by_events={0: 200, 1: 200}), higher=False)
    clustered, _ = judged(single, Seen(400, 40, by_events={0: 360, 5: 40}), higher=False)
    assert even.needed is not None
    assert clustered.needed is not None
    assert clustered.needed > 5 * even.needed
    poisson = asked(measure="events", value=Decimal("0.5"), test="poisson")
    assert judged(poisson, Seen(400, 130, by_events={0: 270, 1: 130}), higher=False)[1] == Verdict.BETTER


def test_a_rate_ratio_below_one_is_better_where_fewer_are() -> None:
    other = Counted(500, 300, 600, 1500)
    for test in ("negative_binomial", "poisson"):
        one = asked(measure="events", against="group", test=test, value=None, other=other)
        found, said = judged(one, Seen(500, 200, by_events={0: 300, 1: 150, 2: 50}), higher=False)
        assert (round(found.size, 3), said) == (0.417, Verdict.BETTER)


def events(test: str, **fields: Any) -> Comparison:
    return asked(measure="events", test=test, **{"value": None, **fields})


@pytest.mark.parametrize("test", ["negative_binomial", "poisson"])
def test_no_event_at_all_is_told_apart_where_many_were_to_be_expected(test: str) -> None:
    one = events(test, against="group", other=Counted(1000, 50, 60, 90))
    found, said = judged(one, Seen(1000, 0, by_events={0: 1000}), higher=False)
    assert (found.size, found.interval.low, said) == (0.0, 0.0, Verdict.BETTER)
    assert found.interval.high < 0.15
    few, said = judged(one, Seen(20, 0, by_events={0: 20}), higher=False)
    assert said == Verdict.TOO_FEW
    assert few.interval.holds(1.0)


@pytest.mark.parametrize("test", ["negative_binomial", "poisson"])
def test_nothing_is_told_in_relation_to_a_group_without_events(test: str) -> None:
    one = events(test, against="group", other=Counted(1000, 0, 0, 0))
    seen = Seen(50, 5, by_events={0: 45, 1: 5})
    assert comparing.difference(one, seen, higher_is_better=False, level=0.95) is None


@pytest.mark.parametrize(("people", "said"), [(5, Verdict.TOO_FEW), (7, Verdict.TOO_FEW), (8, Verdict.BETTER)])
def test_people_who_are_all_alike_do_not_make_a_result_certain(people: int, said: Verdict) -> None:
    """Nobody had an event where one of two was expected to: 8 people are the first whom chance hardly explains."""
    found, verdict = judged(
        events("student", value=Decimal("0.5")), Seen(people, 0, by_events={0: people}), higher=False
    )
    assert verdict == said
    assert found.p == pytest.approx(min(1.0, 2 * math.exp(-people / 2)))
    assert found.interval.high > found.interval.low
    assert found.detectable


def test_no_verdict_says_that_none_of_few_is_enough_to_see_no_difference() -> None:
    """All groups at nought: nothing varied, which is not the same as many people."""
    one = asked(
        against="change", test="difference_in_differences", value=None, metric="like-areas",
        before=Counted(6, 0), other_before=Counted(6, 0),
    )  # fmt: skip
    found, said = judged(one, Seen(6, 0, others=(0, 6)))
    assert said == Verdict.TOO_FEW
    assert found.detectable
    assert found.detectable > 0.3


def test_five_of_five_are_not_likely_better_where_the_exact_test_says_chance() -> None:
    """Wilson's interval leaves one half out (56.6 % to 100 %), while five heads in a row have p = 0.0625."""
    found, said = judged(asked(), Seen(5, 5))
    assert (said, round(found.p, 9)) == (Verdict.TOO_FEW, 0.0625)
    assert found.interval.holds(0.0)
    between = asked(against="group", test="newcombe", value=None, other=Counted(5, 2))
    found, said = judged(between, Seen(5, 5))
    assert found.interval.low > 0
    assert (said, round(found.p, 3)) == (Verdict.TOO_FEW, 0.167)


@given(st.integers(5, 40), st.sampled_from(["0.02", "0.1", "0.5", "0.9"]), st.data())
def test_few_people_are_never_told_apart_more_often_than_the_level_allows(
    people: int, base: str, data: st.DataObject
) -> None:
    """Where fewer than five are expected of either result, a clear difference has an exact chance below 5 %."""
    share = float(base)
    seen = data.draw(st.integers(0, people))
    found, said = judged(asked(value=Decimal(base)), Seen(people, seen))
    if people * min(share, 1 - share) < 5 and said in (Verdict.BETTER, Verdict.WORSE):
        assert found.p < 0.05


def test_a_reference_that_expects_nobody_gives_no_verdict_and_no_error() -> None:
    shares = (SegmentShare("easy", Decimal(0)), SegmentShare("hard", Decimal("0.2")))
    one = asked(against="case_mix", test="standardised", value=None, shares=shares)
    assert comparing.difference(one, Seen(9, 3, segments={"easy": 9}), higher_is_better=True, level=0.95) is None
    model = Model("2025", Decimal(-900), (("age", Decimal("0.1")),))
    one = asked(against="case_mix", test="model_scored", value=None, model=model)
    assert comparing.difference(one, Seen(9, 3, chances=[0.0] * 9), higher_is_better=True, level=0.95) is None


def test_nobody_is_compared_with_anything() -> None:
    assert comparing.difference(asked(), Seen(0, 0), higher_is_better=True, level=0.95) is None


def test_every_comparison_that_can_be_registered_can_be_judged() -> None:
    for measure, fitting in comparisons.FITTING.items():
        for against, tests in fitting.items():
            if set(tests) <= set(comparisons.PANELS):  # judged in monitoring.domain.places
                continue
            assert (measure == comparisons.EVENTS, against) in comparing.JUDGES

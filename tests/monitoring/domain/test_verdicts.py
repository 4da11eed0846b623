from hypothesis import given
from hypothesis import strategies as st

from monitoring.domain import verdicts
from monitoring.domain.verdicts import Verdict


def verdict(successes: int, n: int, *, higher: bool = True, matters: float = 0.1) -> Verdict:
    return verdicts.against_fixed(successes, n, 0.5, matters=matters, fewest=5, higher_is_better=higher).verdict


def test_24_of_40_against_one_half_is_too_few_to_say() -> None:
    found = verdicts.against_fixed(24, 40, 0.5, matters=0.1, fewest=5)
    assert found.verdict == Verdict.TOO_FEW
    assert found.detectable is not None
    assert round(found.detectable, 3) == 0.215


def test_a_thousand_people_near_the_comparator_show_no_clear_difference() -> None:
    assert verdict(505, 1000) == Verdict.NO_CLEAR_DIFFERENCE


def test_an_interval_above_the_comparator_is_better_or_worse_by_the_direction_of_the_outcome() -> None:
    assert verdict(600, 1000) == Verdict.BETTER
    assert verdict(600, 1000, higher=False) == Verdict.WORSE
    assert verdict(400, 1000) == Verdict.WORSE


def test_below_the_fewest_people_nothing_is_said_and_no_interval_shown() -> None:
    found = verdicts.against_fixed(4, 4, 0.5, matters=0.1, fewest=5)
    assert (found.verdict, found.interval) == (Verdict.TOO_FEW, None)


def test_two_groups_are_compared_with_the_error_of_both() -> None:
    def of(one: tuple[int, int], two: tuple[int, int]) -> Verdict:
        return verdicts.against_group(*one, *two, matters=0.05, fewest=5).verdict

    assert of((600, 1000), (500, 1000)) == Verdict.BETTER
    assert of((12, 20), (10, 20)) == Verdict.TOO_FEW
    assert of((5010, 10_000), (5000, 10_000)) == Verdict.NO_CLEAR_DIFFERENCE
    assert of((2, 3), (500, 1000)) == Verdict.TOO_FEW


@given(st.integers(1, 2000), st.floats(0.01, 0.99), st.data())
def test_better_for_one_direction_is_worse_for_the_other(n: int, comparator: float, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, n))
    one = verdicts.against_fixed(k, n, comparator, matters=0.05, fewest=1)
    two = verdicts.against_fixed(n - k, n, 1 - comparator, matters=0.05, fewest=1, higher_is_better=False)
    assert one.verdict == two.verdict

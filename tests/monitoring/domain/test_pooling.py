import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.domain import pooling
from monitoring.domain.pooling import ALL, EACH, UNTIL_ENOUGH, Closed

COHORTS = [Closed("2025-01", 30), Closed("2025-02", 40), Closed("2025-03", 25), Closed("2025-04", 10)]


def codes(pools: list[tuple[Closed, ...]]) -> list[list[str]]:
    return [[cohort.code for cohort in pool] for pool in pools]


def test_cohorts_are_pooled_by_the_rule_that_was_fixed() -> None:
    assert codes(pooling.pools(COHORTS, EACH)) == [["2025-01"], ["2025-02"], ["2025-03"], ["2025-04"]]
    assert codes(pooling.pools(COHORTS, ALL)) == [["2025-01", "2025-02", "2025-03", "2025-04"]]
    assert codes(pooling.pools(COHORTS, UNTIL_ENOUGH, 60)) == [["2025-01", "2025-02"]]
    assert pooling.pools([], ALL) == []
    with pytest.raises(ValueError, match="no rule"):
        pooling.pools(COHORTS, "best")


@given(st.lists(st.integers(0, 90), max_size=12), st.integers(1, 200), st.integers(0, 90))
def test_a_pool_once_full_never_changes_when_further_cohorts_close(sizes: list[int], enough: int, more: int) -> None:
    cohorts = [Closed(str(place), people) for place, people in enumerate(sizes)]
    before = pooling.pools(cohorts, UNTIL_ENOUGH, enough)
    after = pooling.pools([*cohorts, Closed("more", more)], UNTIL_ENOUGH, enough)
    assert after[: len(before)] == before
    assert all(sum(cohort.people for cohort in pool) >= enough for pool in after)

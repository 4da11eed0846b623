import hypothesis.strategies as st
import pytest
from hypothesis import given

from stages.domain import history
from stages.domain.framework import NUMBERS
from stages.domain.history import Visit

stages = st.sets(st.sampled_from(NUMBERS))


@pytest.mark.parametrize(
    ("visits", "status"),
    [
        ([], "not_started"),
        ([Visit(1, 1, True)], "open"),
        ([Visit(1, 1, False)], "closed"),
        ([Visit(1, 2, True), Visit(1, 1, False)], "reopened"),
        ([Visit(1, 1, False), Visit(1, 2, False)], "closed"),
    ],
)
def test_status_is_derived_from_the_visits(visits: list[Visit], status: str) -> None:
    assert history.status(visits) == status


@pytest.mark.parametrize(("stage", "closed", "missing"), [(1, set(), ()), (3, {1}, (2,)), (4, {2}, (1, 3))])
def test_a_stage_waits_for_all_before_it(stage: int, closed: set[int], missing: tuple[int, ...]) -> None:
    assert history.missing_before(stage, closed) == missing


@pytest.mark.parametrize("stage", [5, 6, 7])
def test_the_last_three_wait_for_the_first_four_only(stage: int) -> None:
    assert history.missing_before(stage, {1, 2, 3, 4}) == ()
    assert history.missing_before(stage, {1, 2, 3, 5, 6, 7}) == (4,)


def test_the_last_three_open_together() -> None:
    assert history.opens_now({1, 2, 3, 4}, {1, 2, 3, 4}) == (5, 6, 7)


def test_nothing_opens_while_the_stage_before_is_open_for_the_first_time() -> None:
    assert history.opens_now({1, 2}, {1}) == ()


@given(visited=stages, closed=stages)
def test_what_opens_was_never_open_and_misses_nothing(visited: set[int], closed: set[int]) -> None:
    for stage in history.opens_now(visited, closed):
        assert stage not in visited
        assert history.missing_before(stage, closed) == ()

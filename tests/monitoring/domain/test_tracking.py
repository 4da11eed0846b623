import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.domain import maturity, tracking
from monitoring.domain.tracking import Cohort, Status


def cohort(started: int, people: int = 100, achieved: int = 0) -> Cohort:
    return Cohort("north", "all", "2024-01", started, people, achieved)


def rate(people: int, achieved: int, *, minimum: float | None = 0.4, higher: bool = True) -> tracking.Judgement:
    return tracking.judge_rate(
        people=people, achieved=achieved, matured=people, value=0.5, minimum=minimum, fewest=5, higher_is_better=higher
    )


def test_cohorts_within_the_waiting_time_and_cohorts_judged_before_are_left_out() -> None:
    curve = maturity.curve([{"days": 90, "share": "0"}, {"days": 365, "share": "1"}], 365)
    long_ago, running, too_new, not_started = cohort(0), cohort(400), cohort(950), cohort(1100)
    judged, not_due = tracking.judged_cohorts([long_ago, running, too_new, not_started], curve, 700, 1000)
    assert [one.cohort for one in judged] == [running]
    assert judged[0].matured == 100
    assert not_due == 100


def test_a_young_cohort_is_expected_to_have_achieved_only_its_matured_share() -> None:
    found = tracking.judge_rate(people=1000, achieved=250, matured=500, value=0.5, minimum=0.4, fewest=5)
    assert (found.expected, found.minimum, found.status) == (0.25, 0.2, Status.ON_TRACK)


def test_the_status_follows_the_upper_end_of_the_interval() -> None:
    assert rate(1000, 500).status == Status.ON_TRACK
    assert rate(1000, 475).status == Status.ON_TRACK  # 44.4 % to 50.6 % holds one half
    assert rate(1000, 460).status == Status.AMBER
    assert rate(1000, 360).status == Status.RED
    assert rate(40, 16).status == Status.ON_TRACK  # 16 of 40 is 40 %, but compatible with one half


def test_without_a_minimum_the_red_line_is_85_per_cent_of_the_profile() -> None:
    assert rate(10_000, 4_300, minimum=None).status == Status.AMBER
    assert rate(10_000, 4_100, minimum=None).status == Status.RED


def test_below_the_threshold_there_is_no_verdict() -> None:
    found = rate(4, 0)
    assert (found.status, found.actual, found.probability) == (Status.TOO_FEW, None, None)


def test_below_half_the_minimum_with_30_people_is_critical() -> None:
    assert rate(100, 10).critical
    assert not rate(29, 2).critical
    assert not rate(1000, 360).critical


def test_an_outcome_of_which_less_is_better_is_judged_the_other_way_round() -> None:
    assert rate(1000, 400, higher=False).status == Status.ON_TRACK
    assert rate(1000, 540, higher=False).status == Status.AMBER
    assert rate(1000, 700, higher=False).status == Status.RED


def test_the_probability_is_the_chance_of_so_low_a_result_if_on_profile() -> None:
    found = rate(40, 13)
    assert found.probability == pytest.approx(0.0192, abs=1e-4)


def count(events: int, people: int = 500) -> tracking.Judgement:
    return tracking.judge_count(events=events, people=people, value=100, minimum=80, fewest=5)


def test_a_count_is_judged_with_an_exact_poisson_interval() -> None:
    assert count(95).status == Status.ON_TRACK
    assert count(75).status == Status.AMBER  # 59 to 94
    assert count(55).status == Status.RED  # 41.4 to 71.6
    assert count(30).critical
    assert count(0, people=3).status == Status.TOO_FEW


def test_the_reason_names_both_the_figures_and_what_was_asked() -> None:
    assert rate(1000, 360).reason == (
        "360 of 1,000 people had achieved it (36.0%; 95% interval 33.1% to 39.0%), where the cohorts' maturity asked "
        "for 50.0%, and at least 40.0%."
    )


def test_the_reason_never_tells_a_small_count() -> None:
    assert rate(1000, 4).reason.startswith("Fewer than 5 of 1,000 people had achieved it, where")
    assert rate(1000, 997).reason.startswith("All but fewer than 5 of 1,000 people had achieved it, where")
    assert count(3).reason.startswith("Fewer than 5 in the period, where")


R, A, G, N = Status.RED, Status.AMBER, Status.ON_TRACK, Status.TOO_FEW


@pytest.mark.parametrize(
    ("statuses", "critical", "first"),
    [
        ([G, R, R], False, "p1"),
        ([G, R, N, R], False, "p1"),
        ([R, R, G], False, None),
        ([R, A, R], False, None),
        ([G, G, R], False, None),
        ([G, G, R], True, "p2"),
        ([], False, None),
        ([R, R, N], False, "p0"),
    ],
)
def test_red_twice_running_or_one_critical_calls_for_a_finding(
    statuses: list[Status], critical: bool, first: str | None
) -> None:
    history = [(f"p{place}", status) for place, status in enumerate(statuses)]
    assert tracking.calls_for_finding(history, critical) == first


@given(st.integers(5, 5000), st.floats(0.05, 0.9), st.data())
def test_more_achievements_never_make_the_status_worse(people: int, value: float, data: st.DataObject) -> None:
    order = [Status.RED, Status.AMBER, Status.ON_TRACK]
    achieved = data.draw(st.integers(0, people - 1))

    def status(k: int) -> Status:
        return tracking.judge_rate(
            people=people, achieved=k, matured=people * 0.7, value=value, minimum=value * 0.8, fewest=1
        ).status

    assert order.index(status(achieved + 1)) >= order.index(status(achieved))


@given(st.lists(st.tuples(st.integers(0, 29), st.integers(1, 50)), min_size=1, max_size=30), st.integers(30, 700))
def test_maturing_a_month_from_its_mean_day_is_close_to_maturing_each_person(
    starts: list[tuple[int, int]], day: int
) -> None:
    """Exact where the curve is straight over the month; at a bend the gap is at most the bend over half a month."""
    curve = maturity.curve([{"days": 91, "share": "0.2"}, {"days": 365, "share": "1"}], None)
    people = sum(number for _, number in starts)
    exact = sum(number * curve.share(day - start) for start, number in starts)
    mean = sum(start * number for start, number in starts) / people
    assert people * curve.share(day - mean) == pytest.approx(exact, abs=people * 15 * 0.003)

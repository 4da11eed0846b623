"""When mails suit a person, and what is said of a day by which something is due."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from notifications.domain import channels, kinds, words

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("begin", "end", "moment", "is_quiet"),
    [
        (time(22), time(7), time(23), True),
        (time(22), time(7), time(6, 59), True),
        (time(22), time(7), time(7), False),
        (time(22), time(7), time(12), False),
        (time(12), time(14), time(13), True),
        (time(12), time(14), time(14), False),
        (None, None, time(3), False),
        (time(9), time(9), time(9), False),
    ],
)
def test_quiet_hours_may_pass_over_midnight(begin: time | None, end: time | None, moment: time, is_quiet: bool) -> None:
    assert channels.Habits(begin, end).is_quiet(moment) == is_quiet


def test_the_daily_mail_goes_out_once_a_day_from_its_hour_on_and_not_in_quiet_hours() -> None:
    habits = channels.Habits(digest_at=time(8))
    at_nine = datetime(2026, 3, 10, 9, tzinfo=UTC)
    assert habits.is_time_for_digest(at_nine, None)
    assert habits.is_time_for_digest(at_nine, TODAY - timedelta(days=1))
    assert not habits.is_time_for_digest(at_nine, TODAY)
    assert not habits.is_time_for_digest(at_nine - timedelta(hours=2), None)
    assert not channels.Habits(time(8), time(10), time(8)).is_time_for_digest(at_nine, None)


@pytest.mark.parametrize(
    ("begin", "end", "hour", "goes_at"),
    [
        (time(22), time(6), time(23), time(6)),
        (time(22), time(6), time(22), time(6)),
        (time(22), time(6), time(5, 30), time(6)),
        (time(22), time(6), time(6), time(6)),
        (time(22), time(6), time(21, 30), time(21, 30)),
        (time(20), time(0), time(21), time(0)),
        (time(8), time(10), time(9), time(10)),
        (time(7), time(6, 30), time(12), time(6, 30)),
    ],
)
def test_a_daily_mail_whose_hour_is_quiet_comes_when_the_quiet_hours_are_over(
    begin: time, end: time, hour: time, goes_at: time
) -> None:
    """Each day one goes out, at the same time, whatever the hours: looked at each half hour of three days."""
    habits, last, sent = channels.Habits(begin, end, hour), TODAY - timedelta(days=1), []
    for step in range(3 * 48):
        now = datetime(2026, 3, 10, tzinfo=UTC) + timedelta(minutes=30 * step)
        if habits.is_time_for_digest(now, last):
            sent.append(now)
            last = now.date()
    assert [one.time() for one in sent] == [goes_at] * 3
    assert [one.date() for one in sent] == [TODAY + timedelta(days=day) for day in range(3)]


@pytest.mark.parametrize(
    ("days", "said"),
    [(4, ""), (3, "soon"), (1, "soon"), (0, "today"), (-1, "overdue"), (-6, "overdue"), (-7, "ignored")],
)
def test_what_is_due_is_said_three_days_ahead_on_the_day_and_after_it(days: int, said: str) -> None:
    assert channels.reminders(TODAY + timedelta(days=days), TODAY) == said


def test_a_mail_that_fails_is_tried_ever_later_and_never_given_up() -> None:
    at = datetime(2026, 3, 10, tzinfo=UTC)
    delays = [channels.next_try(attempts, at) - at for attempts in (1, 2, 3, 9, 1_000)]
    assert delays == [timedelta(minutes=n) for n in (5, 10, 20, 360, 360)]


def test_an_event_is_said_by_numbers_and_codes() -> None:
    assert words.one(kinds.SUBMISSION_FINISHED, {"submission": 7, "status": "partly"}) == (
        "File 7 has been dealt with: some rows were rejected"
    )
    assert words.one(kinds.FINDING_OPENED, {"finding": 3}) == "Finding 3 was opened"
    assert words.many(kinds.CLAIM_FAILED, 1_200) == "1,200 claims failed verification"
    assert set(words.NAMED_BY) == set(kinds.BY_CODE)

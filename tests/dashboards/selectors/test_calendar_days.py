"""What a person's calendar shows beside meetings: what is due, periods, and the last days of their rows."""

from datetime import date, datetime, timedelta

import pytest
from django.utils.timezone import localdate, now

from accounts.models import Role, User
from contracts.models import Period
from dashboards.selectors import calendar_days
from expertbody.actions import body_actions
from expertbody.domain.calendars import Days
from outcomes.actions import periods
from stages.models import Programme
from tests import builders
from tests.expertbody import bodies
from tests.outcomes import scheme as schemes

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Programme:
    return builders.programme_at_stage(5, name="Families First")


@pytest.fixture
def owner(programme: Programme) -> User:
    return builders.member(programme, Role.COMMISSIONER)


def days_of(user: User, at: datetime) -> list[Days]:
    return calendar_days.of(user, at, lambda path: f"https://pbr.example{path}")


def due_of(user: User, at: datetime) -> list[Days]:
    return [one for one in days_of(user, at) if one.key.startswith("due")]


def period(programme: Programme, code: str, ends_on: date) -> Period:
    return Period.objects.create(
        programme=programme, code=code, starts_on=ends_on - timedelta(days=89), ends_on=ends_on
    )  # fmt: skip


def test_what_is_due_is_a_day_that_tells_its_kind_and_programme_but_not_what_it_is_about(
    programme: Programme, owner: User
) -> None:
    at, due_on = now(), localdate() + timedelta(days=5)
    finding = builders.finding(programme, at=at - timedelta(days=3))
    action = builders.action(finding, owner=owner, due_on=due_on, at=at - timedelta(days=2))
    (due,) = [one for one in days_of(owner, at) if one.key.startswith("due")]
    assert (due.summary, due.first, due.last) == ("Families First: Action to do", due_on, due_on)
    assert due.url.startswith("https://pbr.example/programmes/")
    assert str(action) not in due.summary
    assert days_of(builders.member(programme, Role.ANALYST), at) == []


def test_two_matters_that_are_called_alike_are_two_dates_which_stay_the_same_each_time(
    programme: Programme, owner: User
) -> None:
    at = now()
    finding = builders.finding(programme, at=at - timedelta(days=3))
    for days in (5, 9):
        builders.action(finding, owner=owner, due_on=localdate() + timedelta(days=days), at=at - timedelta(days=2))
    keys = [{one.key for one in days_of(owner, moment)} for moment in (at, at + timedelta(hours=1))]
    assert len(keys[0]) == 2
    assert keys[0] == keys[1]


def test_a_date_stays_the_same_while_what_is_due_is_moved_or_called_otherwise_and_goes_when_it_is_done(
    programme: Programme,
) -> None:
    builders.body(programme)
    decision = bodies.decided(programme)
    owner = builders.member(programme, Role.COMMISSIONER)
    day = bodies.DAY + timedelta(days=24)
    action = bodies.body_action(decision, owner=owner)
    (before,) = due_of(owner, day)
    (after,) = due_of(owner, day + timedelta(days=9))
    assert after.summary == "Families First: Action overdue" != before.summary
    assert after.key == before.key
    body_actions.mark_done(action=action, note="Written.", by=owner, at=day)
    assert due_of(owner, day) == []


def test_terms_that_end_are_dates_of_their_own_whoever_sits_is_called(programme: Programme, owner: User) -> None:
    until = localdate() + timedelta(days=30)
    seats = [builders.seat(programme, name, until_date=until) for name in ("principal", "agent")]
    before = {one.key for one in due_of(owner, now())}
    User.objects.filter(pk=seats[0].user_id).update(name="Another Name")
    assert {one.key for one in due_of(owner, now())} == before
    assert len(before) == 2


def test_periods_and_the_last_days_of_their_rows_are_shown_until_a_year_after(
    programme: Programme, owner: User
) -> None:
    at, today = now(), localdate()
    period(programme, "old", today - timedelta(days=400))
    this = period(programme, "this", today - timedelta(days=10))
    closes_on = today + timedelta(days=20)
    periods.set_window(period=this, opens_on=this.starts_on, closes_on=closes_on, by=owner, at=at)
    for user in (owner, builders.member(programme, Role.ANALYST)):
        said = {(one.summary, one.first, one.last) for one in days_of(user, at)}
        assert said == {
            ("Families First: period this", this.starts_on, this.ends_on),
            ("Families First: period this, last day for rows", closes_on, closes_on),
        }
    assert days_of(builders.user(), at) == []


def test_only_an_agent_that_has_more_time_sees_its_last_day() -> None:
    other = builders.organisation()
    scheme = schemes.scheme(others=[other])
    owner = builders.member(scheme.programme, Role.COMMISSIONER)
    south = builders.member(scheme.programme, Role.AGENT, organisation=other)
    at, until = now(), localdate() + timedelta(days=7)
    this = period(scheme.programme, "this", localdate() - timedelta(days=40))
    periods.set_window(period=this, opens_on=this.starts_on, closes_on=this.ends_on, by=owner, at=at)
    periods.grant(period=this, agent=scheme.agent, until=until, reason="Its system was down.", by=owner, at=at)
    late = [one for one in days_of(scheme.user, at) if one.key.startswith("late")]
    assert [one.first for one in late] == [until]
    assert "last day for late rows of Northern Works" in late[0].summary
    assert not [one for one in days_of(south, at) if one.key.startswith("late")]

from datetime import date, timedelta

import pytest

from accounts.errors import Forbidden
from accounts.models import AuditEntry, Role, User
from expertbody.actions import seats
from expertbody.models import Seat
from expertbody.selectors import seats as seated
from tests import builders

pytestmark = pytest.mark.django_db
TODAY = builders.MOMENT.date()


def test_seating_a_person_makes_them_a_member_of_the_programme_and_is_audited() -> None:
    programme = builders.programme()
    chair = builders.member(programme, Role.COMMISSIONER)
    person = builders.user("Ada")
    seat = seats.seat(
        programme=programme, constituency="academics", user=person, from_date=TODAY, by=chair, at=builders.MOMENT
    )
    assert person.memberships.get(programme=programme).role == Role.EXPERT_BODY
    entry = AuditEntry.objects.get(action="expertbody.seat.seat")
    assert (entry.by, entry.subject_id, entry.programme) == (chair, str(seat.pk), programme.slug)


@pytest.mark.parametrize("role", [Role.PRINCIPAL, Role.AGENT, Role.VERIFIER, Role.ANALYST, Role.EXPERT_BODY])
def test_until_the_body_is_established_only_commissioners_and_administrators_seat(role: Role) -> None:
    programme = builders.programme()
    by = builders.member(programme, role)
    with pytest.raises(Forbidden):
        builders.seat(programme, by=by)
    assert Seat.objects.count() == 0


def test_an_established_body_renews_itself() -> None:
    programme = builders.programme()
    member = builders.body(programme)[0].user
    seat = builders.seat(programme, "agent", by=member)
    assert seat.seated_by == member
    assert seat.user.memberships.filter(programme=programme, role=Role.EXPERT_BODY).exists()


def test_a_person_holds_one_seat_at_a_time() -> None:
    programme = builders.programme()
    first = builders.seat(programme, "academics", until_date=TODAY + timedelta(days=30))
    with pytest.raises(seats.SeatRefused, match="already sits for “Academics”"):
        builders.seat(programme, "agent", user=first.user, from_date=TODAY + timedelta(days=30))
    again = builders.seat(programme, "agent", user=first.user, from_date=TODAY + timedelta(days=31))
    assert again.constituency == "agent"


def test_there_is_one_chair() -> None:
    programme = builders.programme()
    builders.seat(programme, is_chair=True)
    with pytest.raises(seats.SeatRefused, match="is the chair in that time"):
        builders.seat(programme, is_chair=True)


def test_a_term_ends_after_it_began() -> None:
    programme = builders.programme()
    with pytest.raises(seats.SeatRefused, match="cannot be before its first day"):
        builders.seat(programme, until_date=TODAY - timedelta(days=1))


def test_nobody_who_cannot_sign_in_is_seated() -> None:
    with pytest.raises(seats.SeatRefused, match="cannot sign in"):
        builders.seat(builders.programme(), user=builders.system())


def test_seating_by_address_brings_a_new_person_in_without_a_usable_password() -> None:
    programme = builders.programme()
    seat = seats.seat_by_email(
        programme=programme, constituency="service_users", email="New.Person@example.org", name="New Person",
        from_date=TODAY, by=builders.system(), at=builders.MOMENT,
    )  # fmt: skip
    assert seat.user.email == "new.person@example.org"
    assert not seat.user.has_usable_password()


def test_a_refused_seat_brings_nobody_in() -> None:
    programme = builders.programme()
    builders.seat(programme, is_chair=True)
    with pytest.raises(seats.SeatRefused):
        seats.seat_by_email(
            programme=programme, constituency="agent", email="new@example.org", name="New", from_date=TODAY,
            is_chair=True, by=builders.system(), at=builders.MOMENT,
        )  # fmt: skip
    assert not User.objects.filter(email="new@example.org").exists()


def test_ending_a_term_keeps_the_seat_in_history_with_the_reason() -> None:
    programme = builders.programme()
    seat = builders.seat(programme)
    seats.end(seat=seat, on=TODAY, because="Left the university.", by=builders.system(), at=builders.later(hours=1))
    assert seated.seated(programme, TODAY + timedelta(days=1)) == []
    (past,) = seated.past(programme, TODAY + timedelta(days=1))
    assert past.ended_because == "Left the university."
    assert AuditEntry.objects.get(action="expertbody.seat.end").before == {"until": None}


def test_a_term_is_not_ended_twice_or_before_it_began_or_without_a_reason() -> None:
    programme = builders.programme()
    seat = builders.seat(programme)
    by = builders.system()
    with pytest.raises(seats.SeatRefused, match="before its first day"):
        seats.end(seat=seat, on=TODAY - timedelta(days=1), because="Left.", by=by, at=builders.MOMENT)
    with pytest.raises(seats.SeatRefused, match="Enter the reason"):
        seats.end(seat=seat, on=TODAY, because=" ", by=by, at=builders.MOMENT)
    seats.end(seat=seat, on=TODAY, because="Left.", by=by, at=builders.MOMENT)
    with pytest.raises(seats.SeatRefused, match="is over already"):
        seats.end(seat=seat, on=TODAY, because="Left.", by=by, at=builders.later(days=2))


def test_ending_a_term_is_for_those_who_may_seat() -> None:
    programme = builders.programme()
    seat = builders.seat(programme)
    with pytest.raises(Forbidden):
        seats.end(seat=seat, on=TODAY, because="Left.", by=seat.user, at=builders.MOMENT)


def test_the_body_is_established_when_all_five_constituencies_are_seated() -> None:
    programme = builders.programme()
    assert len(seated.shortfalls(programme, TODAY)) == 5
    held = builders.body(programme)
    assert seated.shortfalls(programme, TODAY) == []
    assert len(seated.shortfalls(programme, date(2025, 1, 1))) == 5
    seats.end(seat=held[3], on=TODAY, because="Moved away.", by=builders.system(), at=builders.MOMENT)
    (missing,) = seated.shortfalls(programme, TODAY + timedelta(days=1))
    assert "Service users" in missing


def test_the_seating_says_how_far_it_has_come() -> None:
    programme = builders.programme()
    assert seated.progress(programme) == ("Not started", "grey")
    builders.seat(programme, "agent")
    assert seated.progress(programme) == ("4 constituencies empty", "yellow")
    for constituency in ("commissioner", "principal", "service_users", "academics"):
        builders.seat(programme, constituency)
    assert seated.progress(programme) == ("Completed", "")


def test_the_role_lapses_by_night_once_the_last_term_is_over_and_not_before() -> None:
    programme = builders.programme()
    seat = builders.seat(programme, until_date=TODAY)
    given = builders.member(programme, Role.EXPERT_BODY)
    assert seats.lapse(at=builders.MOMENT) == 0
    assert seats.lapse(at=builders.later(days=1)) == 1
    assert not seat.user.memberships.exists()
    assert given.memberships.exists()
    assert seats.lapse(at=builders.later(days=1)) == 0


def test_the_role_stays_with_somebody_who_is_seated_again() -> None:
    programme = builders.programme()
    seat = builders.seat(programme, until_date=TODAY)
    builders.seat(programme, "agent", user=seat.user, from_date=TODAY + timedelta(days=3))
    assert seats.lapse(at=builders.later(days=1)) == 0
    assert seat.user.memberships.exists()

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.errors import Forbidden
from accounts.models import AuditEntry, Role, User
from expertbody.actions import invitations, seats
from expertbody.domain import invitations as rules
from expertbody.models import Invitation, Seat
from tests import builders
from tests.expertbody import bodies

pytestmark = pytest.mark.django_db
DAY = bodies.DAY


def invited() -> User:
    return User.objects.get(email="ada@example.org")


def test_a_seat_is_offered_by_mail_and_begins_only_when_it_is_accepted(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    programme = builders.programme()
    with django_capture_on_commit_callbacks(execute=True):
        offer = bodies.invitation(programme, note="We meet on Tuesdays.")
    (message,) = mail.outbox
    assert message.to == ["ada@example.org"]
    assert f"https://pbr.example/{bodies.TOKENS[-1]}/" in message.body
    assert "We meet on Tuesdays." in message.body
    assert Seat.objects.count() == 0
    assert offer.token_hash == rules.hashed(bodies.TOKENS[-1])
    seat = invitations.accept(invitation=offer, by=invited(), at=DAY + timedelta(days=3))
    assert (seat.user, seat.from_date) == (invited(), (DAY + timedelta(days=3)).date())
    assert invited().memberships.get(programme=programme).role == Role.EXPERT_BODY
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"expertbody.invitation.invite", "expertbody.invitation.accepted", "expertbody.seat.seat"} <= actions


def test_an_offer_is_declined_with_the_reason_and_nobody_is_seated() -> None:
    offer = bodies.invitation(builders.programme())
    with pytest.raises(invitations.InvitationRefused, match="why you decline"):
        invitations.decline(invitation=offer, reason=" ", by=invited(), at=DAY)
    declined = invitations.decline(invitation=offer, reason="No time.", by=invited(), at=DAY)
    assert (declined.answer, declined.reason) == ("declined", "No time.")
    assert Seat.objects.count() == 0
    with pytest.raises(invitations.InvitationRefused, match="declined already"):
        invitations.accept(invitation=offer, by=invited(), at=DAY)


def test_nobody_else_answers_an_offer() -> None:
    offer = bodies.invitation(builders.programme())
    with pytest.raises(Forbidden, match="another address"):
        invitations.accept(invitation=offer, by=builders.user(), at=DAY)


def test_an_offer_runs_out_after_a_fortnight_and_is_sent_again_with_a_new_link() -> None:
    offer = bodies.invitation(builders.programme())
    old = offer.token_hash
    late = DAY + timedelta(days=14)
    with pytest.raises(invitations.InvitationRefused, match="has run out"):
        invitations.accept(invitation=offer, by=invited(), at=late)
    again = invitations.send_again(invitation=offer, link=bodies.link, by=builders.system(), at=late)
    assert (again.times_sent, again.token_hash == old) == (2, False)
    assert invitations.accept(invitation=again, by=invited(), at=late)


def test_an_offer_is_withdrawn_with_the_reason() -> None:
    programme = builders.programme()
    offer = bodies.invitation(programme)
    with pytest.raises(invitations.InvitationRefused, match="why the invitation is withdrawn"):
        invitations.withdraw(invitation=offer, reason="", by=builders.system(), at=DAY)
    with pytest.raises(Forbidden):
        invitations.withdraw(invitation=offer, reason="So.", by=builders.member(programme, Role.ANALYST), at=DAY)
    invitations.withdraw(invitation=offer, reason="Filled.", by=builders.system(), at=DAY)
    with pytest.raises(invitations.InvitationRefused, match="withdrawn already"):
        invitations.accept(invitation=offer, by=invited(), at=DAY)
    with pytest.raises(invitations.InvitationRefused, match="withdrawn already"):
        invitations.send_again(invitation=offer, link=bodies.link, by=builders.system(), at=DAY)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"until_date": (DAY - timedelta(days=1)).date()}, "cannot be before its first day"),
        ({"email": "sam@example.org"}, "already sits for"),
    ],
)
def test_what_cannot_be_given_is_not_offered(changes: dict[str, Any], message: str) -> None:
    programme = builders.programme()
    builders.seat(programme, user=builders.user("Sam", email="sam@example.org"))
    with pytest.raises(seats.SeatRefused, match=message):
        bodies.invitation(programme, **changes)
    assert Invitation.objects.count() == 0


def test_a_person_is_invited_once_at_a_time_and_only_by_those_who_seat() -> None:
    programme = builders.programme()
    with pytest.raises(Forbidden):
        bodies.invitation(programme, by=builders.member(programme, Role.ANALYST))
    bodies.invitation(programme)
    with pytest.raises(invitations.InvitationRefused, match="has been invited already"):
        bodies.invitation(programme)
    bodies.invitation(programme, at=DAY + timedelta(days=14))


def test_when_the_term_is_over_or_whoever_invited_may_not_seat_any_more_the_sentence_says_what_to_do() -> None:
    programme = builders.programme()
    host = builders.member(programme, Role.COMMISSIONER)
    offer = bodies.invitation(programme, until_date=DAY.date(), by=host)
    with pytest.raises(invitations.InvitationRefused, match="is over"):
        invitations.accept(invitation=offer, by=invited(), at=DAY + timedelta(days=1))
    host.memberships.all().delete()
    with pytest.raises(invitations.InvitationRefused, match="may not seat members any more"):
        invitations.accept(invitation=offer, by=invited(), at=DAY)

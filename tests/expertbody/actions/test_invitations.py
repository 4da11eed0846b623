from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail

from accounts.errors import Forbidden
from accounts.models import AuditEntry, Role, User
from expertbody.actions import invitations, seats
from expertbody.domain import invitations as rules
from expertbody.models import Invitation, Seat
from expertbody.selectors import invitations as selectors
from notifications.actions import mails
from notifications.models import Mail
from tests import builders
from tests.expertbody import bodies

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db
DAY = bodies.DAY


def invited() -> User:
    return User.objects.get(email="ada@example.org")


def test_a_seat_is_offered_by_mail_and_begins_only_when_it_is_accepted() -> None:
    programme = builders.programme()
    offer = bodies.invitation(programme, note="We meet on Tuesdays.")
    assert mails.send_due(at=DAY) == 1
    (message,) = mail.outbox
    assert isinstance(message, mail.EmailMultiAlternatives)
    assert message.to == ["ada@example.org"]
    for said in (str(message.body), str(message.alternatives[0][0])):
        assert f"https://pbr.example/{bodies.TOKENS[-1]}/" in said
        assert "Tuesdays" not in said, "the message is behind the sign-in"
        assert offer.invited_by.name not in said
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


def test_a_mail_server_that_is_away_loses_no_offer_and_an_old_link_is_not_sent_after_a_new_one(
    settings: "Settings",
) -> None:
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "notifications.carriers.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    offer = bodies.invitation(builders.programme())
    assert mails.send_due(at=DAY) == 0
    assert selectors.waiting(offer.programme)[0].mail.is_refused  # type: ignore[union-attr]
    later = DAY + timedelta(hours=1)
    invitations.send_again(invitation=offer, link=bodies.link, by=builders.system(), at=later)
    settings.EMAIL_BACKEND = working
    assert (mails.send_due(at=later), mails.send_due(at=later + timedelta(days=1))) == (1, 0)
    (message,) = mail.outbox
    assert bodies.TOKENS[-1] in message.body
    assert bodies.TOKENS[-2] not in message.body


def test_the_link_is_unreadable_while_its_mail_waits_and_forgotten_when_it_has_gone() -> None:
    bodies.invitation(builders.programme())
    waiting = Mail.objects.get()
    assert waiting.link is not None
    assert not any(bodies.TOKENS[-1] in str(kept) for kept in (bytes(waiting.link), waiting.text, waiting.html))
    mails.send_due(at=DAY)
    assert Mail.objects.get().link is None


def test_an_offer_that_is_withdrawn_before_its_mail_went_out_is_not_sent() -> None:
    offer = bodies.invitation(builders.programme())
    invitations.withdraw(invitation=offer, reason="Filled.", by=builders.system(), at=DAY)
    assert mails.send_due(at=DAY + timedelta(days=1)) == 0
    assert mail.outbox == []


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

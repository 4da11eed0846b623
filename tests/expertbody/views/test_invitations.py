import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from accounts.models import Role, User
from expertbody.models import Invitation
from notifications.actions import mails
from notifications.models import Mail
from stages.models import Programme
from tests import builders
from tests.expertbody import bodies


def to(name: str, programme: Programme, *parts: object) -> str:
    return reverse(f"expertbody:{name}", args=[programme.slug, *parts])


@pytest.fixture
def commissioner(programme: Programme) -> User:
    return builders.member(programme, Role.COMMISSIONER)


def test_a_commissioner_invites_somebody_who_follows_the_link_and_sits(
    client: Client, programme: Programme, commissioner: User
) -> None:
    client.force_login(commissioner)
    posted = {
        "constituency": "service_users", "email": "ada@example.org", "name": "Ada Bell", "from_date": str(localdate()),
    }  # fmt: skip
    page = client.post(to("invitation_add", programme), posted, follow=True).content.decode()
    mails.send_due(at=now())
    assert "Invited, and not answered yet" in page
    address = next(line for line in mail.outbox[0].body.splitlines() if "/invitations/" in line)
    ada = User.objects.get(email="ada@example.org")
    assert client.get(address).status_code == 403
    client.logout()
    assert client.get(address).status_code == 302
    client.force_login(ada)
    assert "You would sit for" in client.get(address).content.decode()
    assert "Select whether you take the seat" in client.post(address, {}).content.decode()
    assert "why you decline" in client.post(address, {"answer": "decline"}).content.decode()
    page = client.post(address, {"answer": "accept"}, follow=True).content.decode()
    assert "The seat is yours." in page
    assert "Ada Bell" in page
    assert "was answered" in client.get(address).content.decode()


def test_an_invitation_is_sent_again_and_withdrawn(client: Client, programme: Programme, commissioner: User) -> None:
    offer = bodies.invitation(programme, at=now())
    client.force_login(commissioner)
    page = client.post(to("invitation_resend", programme, offer.pk), follow=True).content.decode()
    assert "is sent to ada@example.org again" in page
    withdrawn = client.post(to("invitation_withdraw", programme, offer.pk), {"reason": "Filled."}, follow=True)
    assert "Filled." in withdrawn.content.decode()
    page = client.post(to("invitation_resend", programme, offer.pk), follow=True).content.decode()
    assert "was withdrawn already" in page


def test_readers_and_strangers_invite_nobody(client: Client, programme: Programme, stranger: User) -> None:
    client.force_login(stranger)
    assert client.get(to("invitation_add", programme)).status_code == 404
    client.force_login(builders.member(programme, Role.ANALYST))
    assert client.post(to("invitation_add", programme), {}).status_code == 403
    assert Invitation.objects.count() == 0


def test_a_link_that_was_made_up_opens_nothing(client: Client, programme: Programme, stranger: User) -> None:
    client.force_login(stranger)
    assert client.get(to("invitation_answer", programme, "made-up")).status_code == 404


def test_who_sat_when_shows_terms_gaps_and_what_ends_soon(client: Client, programme: Programme, member: User) -> None:
    client.force_login(member)
    page = client.get(to("seat_history", programme)).content.decode()
    assert "runs on" in page
    builders.seat(programme, "agent", from_date=localdate(), until_date=localdate())
    assert "1 term ends within 90 days" in client.get(to("seat_history", programme)).content.decode()


def test_before_anybody_is_seated_the_history_says_so(client: Client, programme: Programme, commissioner: User) -> None:
    client.force_login(commissioner)
    assert "Nobody has sat yet" in client.get(to("seat_history", programme)).content.decode()


def test_whoever_invited_sees_that_the_mail_has_not_gone_out(
    client: Client, programme: Programme, commissioner: User
) -> None:
    bodies.invitation(programme, at=now())
    client.force_login(commissioner)
    assert "Not gone out yet" not in client.get(to("composition", programme)).content.decode()
    Mail.objects.update(attempts=1, failure="ConnectionRefusedError")
    assert "Not gone out yet" in client.get(to("composition", programme)).content.decode()

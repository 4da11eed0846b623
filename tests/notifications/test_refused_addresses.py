"""Addresses that a mail service refuses for good: not tried on, shown to whom it matters, and tried when asked."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import Role, User
from notifications.actions import mails
from notifications.models import Mail
from notifications.selectors import mails as mails_selector
from stages.models import Programme
from tests import builders
from tests.expertbody import bodies
from tests.notifications import post_offices, receivers
from tests.notifications.post_offices import Office
from tests.notifications.test_carriers import LATER, NOON, by_notify, by_smtp

pytestmark = pytest.mark.django_db

UNKNOWN = "550 5.1.1 No such person"
__all__ = ["by_notify", "by_smtp"]
Opened = Callable[[], AbstractContextManager[Office]]


@pytest.fixture
def person() -> User:
    return builders.user("Jane")


@pytest.fixture
def programme() -> Programme:
    return builders.programme()


@pytest.fixture
def refusing(by_smtp: Callable[[int], None], person: User) -> Opened:
    """A mail server that refuses the person for good, whatever their address was when it opened."""

    @contextmanager
    def opened() -> Iterator[Office]:
        address = f"<{person.email}>"
        with post_offices.open_for(lambda word, rest: UNKNOWN if word == "RCPT" and address in rest else "") as office:
            by_smtp(office.port)
            yield office

    return opened


@pytest.fixture
def taking(by_smtp: Callable[[int], None]) -> Opened:
    """A mail server that takes everything."""

    @contextmanager
    def opened() -> Iterator[Office]:
        with post_offices.open_for() as office:
            by_smtp(office.port)
            yield office

    return opened


def written(person: User, count: int = 1, link: str = "") -> None:
    for number in range(count):
        mails.write(
            user=person, subject=f"Mail {number}", template="notifications/mail/notices", context={"notices": []},
            link=link, at=NOON,
        )  # fmt: skip


def refused(person: User, refusing: Opened) -> None:
    written(person, 5)
    with refusing() as office:
        assert mails.send_due(at=NOON) == 0
        assert office.heard == 3


def test_a_mail_to_an_address_that_is_unknown_is_tried_once(person: User, refusing: Opened) -> None:
    written(person)
    with refusing() as office:
        assert (mails.send_due(at=NOON), mails.send_due(at=NOON + timedelta(days=30))) == (0, 0)
        assert office.heard == 1
    assert mails_selector.waiting() == {"new": 0, "refused": 0, "refused_for_good": 1, "held": 0}


def test_after_three_in_a_row_the_others_are_held_and_everybody_else_gets_theirs(
    person: User, refusing: Opened
) -> None:
    refused(person, refusing)
    assert mails_selector.waiting() == {"new": 0, "refused": 0, "refused_for_good": 3, "held": 2}
    written(other := builders.user())
    with refusing() as office:
        assert mails.send_due(at=LATER) == 1
    assert office.to() == [other.email]


def test_one_mail_that_is_taken_begins_the_count_anew(person: User, refusing: Opened, taking: Opened) -> None:
    for _round in range(2):
        written(person, 2)
        with refusing():
            mails.send_due(at=NOON)
        written(person)
        with taking() as office:
            assert mails.send_due(at=NOON) == 1
        assert office.to() == [person.email]
    assert mails_selector.waiting()["refused_for_good"] == 0


def test_what_was_held_goes_to_another_address_and_what_was_refused_does_not(
    person: User, refusing: Opened, taking: Opened
) -> None:
    refused(person, refusing)
    User.objects.filter(pk=person.pk).update(email="jane@new.example.org")
    with taking() as office:
        assert mails.send_due(at=LATER) == 2
    assert office.to() == ["jane@new.example.org"] * 2
    assert mails_selector.waiting() == dict.fromkeys(("new", "refused", "refused_for_good", "held"), 0)


def test_a_link_that_was_asked_for_is_sent_and_frees_what_was_held(
    person: User, refusing: Opened, taking: Opened
) -> None:
    refused(person, refusing)
    written(person, link="https://pbr.example/new-password/")
    with taking():
        assert (mails.send_due(at=LATER), mails.send_due(at=LATER)) == (1, 2)


def test_a_person_is_told_what_to_do_and_tries_again(
    person: User, client: Client, refusing: Opened, taking: Opened
) -> None:
    client.force_login(person)
    pages = [reverse("notifications:notice_list"), reverse("notifications:preferences")]
    assert not any("are refused" in client.get(page).content.decode() for page in pages)
    refused(person, refusing)
    for page in pages:
        said = client.get(page).content.decode()
        assert f"Emails to {person.email} are refused" in said
        assert UNKNOWN in said
    page = client.post(reverse("notifications:mail_again"), follow=True).content.decode()
    assert "tried again within a minute" in page
    assert "are refused, so none" not in page
    with taking() as office:
        assert mails.send_due(at=now()) == 5
    assert office.to() == [person.email] * 5


def test_trying_again_an_address_that_is_still_refused_stops_after_three(
    person: User, client: Client, refusing: Opened
) -> None:
    refused(person, refusing)
    client.force_login(person)
    client.post(reverse("notifications:mail_again"))
    with refusing() as office:
        assert mails.send_due(at=now()) == 0
    assert office.heard == 3
    assert "are refused" in client.get(reverse("notifications:notice_list")).content.decode()


def test_an_address_is_tried_again_by_its_owner_alone(person: User, client: Client, refusing: Opened) -> None:
    refused(person, refusing)
    client.force_login(builders.user())
    client.post(reverse("notifications:mail_again"))
    assert mails_selector.waiting()["held"] == 2


def test_who_gives_roles_sees_among_the_members_whose_emails_are_refused(
    client: Client, programme: Programme, refusing: Opened, person: User
) -> None:
    builders.member(programme, Role.ANALYST, user=person)
    client.force_login(builders.member(programme, Role.COMMISSIONER))
    address = reverse("stages:members", args=[programme.slug])
    assert "Emails refused" not in client.get(address).content.decode()
    refused(person, refusing)
    assert client.get(address).content.decode().count("Emails refused") == 1
    client.force_login(person)
    assert "Emails refused" not in client.get(address).content.decode()


def test_whoever_invited_sees_that_the_address_is_refused(
    client: Client, programme: Programme, by_smtp: Callable[[int], None]
) -> None:
    bodies.invitation(programme, at=now())
    with post_offices.open_for(lambda word, rest: UNKNOWN if word == "RCPT" else "") as office:
        by_smtp(office.port)
        mails.send_due(at=now())
    client.force_login(builders.member(programme, Role.COMMISSIONER))
    page = client.get(reverse("expertbody:composition", args=[programme.slug])).content.decode()
    assert "The mail service refuses this address" in page
    assert "It is tried again" not in page


@pytest.mark.parametrize(
    ("said", "is_for_good"),
    [
        (b'{"errors": [{"error": "ValidationError", "message": "email_address Not a valid email address"}]}', True),
        (b'{"errors": [{"error": "BadRequestError", "message": "Template not found"}]}', False),
        (b"<p>Bad request</p>", False),
        (b'["a list"]', False),
    ],
)
def test_notify_refuses_for_good_where_it_names_the_address(
    said: bytes, is_for_good: bool, person: User, by_notify: Callable[[receivers.Receiver], None]
) -> None:
    written(person)
    with receivers.listening(lambda number: 400 if number == 1 else 201, said) as notify:
        by_notify(notify)
        assert (mails.send_due(at=NOON), mails.send_due(at=LATER)) == (0, int(not is_for_good))
    assert (Mail.objects.get().refused_at is not None) is is_for_good


def test_a_mail_that_was_taken_back_is_not_sent_when_its_reader_tries_again(
    person: User, client: Client, refusing: Opened, taking: Opened
) -> None:
    written(person, 3, link="https://pbr.example/seat/")
    with refusing():
        mails.send_due(at=NOON)
    for mail in Mail.objects.all():
        mails.take_back(mail=mail)
    client.force_login(person)
    client.post(reverse("notifications:mail_again"))
    with taking() as office:
        assert mails.send_due(at=now()) == 0
    assert office.taken == []

"""What goes wrong on the way of a mail: it stays and is tried again; none is lost, none is sent twice unmarked."""

import re
import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from notifications.actions import mails
from notifications.models import Mail
from tests import builders
from tests.notifications import post_offices, receivers
from tests.notifications.actions.test_mails import KEY
from tests.notifications.post_offices import Office

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
SOON = NOON + timedelta(minutes=6)
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def by_smtp(settings: "Settings") -> Callable[[int], None]:
    """Send by the mail server at a port of this machine."""

    def to(port: int) -> None:
        settings.EMAIL_BACKEND = "notifications.carriers.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 1
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""

    return to


@pytest.fixture
def by_notify(settings: "Settings") -> Callable[[receivers.Receiver], None]:
    def to(notify: receivers.Receiver) -> None:
        settings.EMAIL_BACKEND = "notifications.carriers.govuk_notify.EmailBackend"
        settings.NOTIFY_API_KEY, settings.NOTIFY_TEMPLATE_ID = KEY, "0f1e2d3c"
        settings.NOTIFY_URL = notify.url.removesuffix("/hooks")

    return to


def written(count: int = 1) -> list[Mail]:
    return [
        mails.write(
            user=builders.user(), subject=f"Mail {number}", template="notifications/mail/notices",
            context={"notices": []}, at=NOON,
        )
        for number in range(count)
    ]  # fmt: skip


def went_to(office: Office) -> list[str]:
    assert office.to() == [mail.user.email for mail in Mail.objects.filter(sent_at__isnull=False).order_by("pk")]
    return office.to()


def waiting() -> list[str]:
    return list(Mail.objects.filter(sent_at__isnull=True).order_by("pk").values_list("failure", flat=True))


def test_a_mail_server_takes_each_mail_as_text_and_as_a_page(by_smtp: Callable[[int], None]) -> None:
    written(3)
    with post_offices.open_for() as office:
        by_smtp(office.port)
        assert (mails.send_due(at=NOON), mails.send_due(at=LATER)) == (3, 0)
    assert len(set(went_to(office))) == 3
    kinds = [[part.get_content_type() for part in mail.walk()] for mail in office.taken]
    assert kinds == [["multipart/alternative", "text/plain", "text/html"]] * 3


def test_a_server_that_puts_off_the_unknown_gets_the_mail_when_it_takes_it(by_smtp: Callable[[int], None]) -> None:
    written()
    answers = iter(["450 4.2.0 Greylisted, come back later", ""])
    with post_offices.open_for(lambda word, rest: next(answers) if word == "RCPT" else "") as office:
        by_smtp(office.port)
        assert mails.send_due(at=NOON) == 0
        assert "Greylisted" in waiting()[0]
        assert mails.send_due(at=NOON + timedelta(minutes=4)) == 0
        assert mails.send_due(at=SOON) == 1
    assert len(went_to(office)) == 1


@pytest.mark.parametrize("word", ["MAIL", "RCPT", "DATA"])
def test_what_a_server_refuses_stays_and_holds_up_no_other(word: str, by_smtp: Callable[[int], None]) -> None:
    first, *_others = written(4)
    offered: list[str] = []

    def answer(said: str, rest: str) -> str:
        if said == "MAIL":
            offered.append(rest)
        return "550 5.7.1 Not this one" if said == word and len(offered) == 1 else ""

    with post_offices.open_for(answer) as office:
        by_smtp(office.port)
        assert mails.send_due(at=NOON) == 3
        assert ["Not this one" in failure for failure in waiting()] == [True]
        assert mails.send_due(at=SOON) == 1
    assert sorted(office.to()) == sorted(mail.user.email for mail in Mail.objects.all())
    assert office.to()[-1] == first.user.email


def test_a_server_that_is_away_is_left_after_two_mails_and_loses_none(by_smtp: Callable[[int], None]) -> None:
    written(4)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        by_smtp(closed.getsockname()[1])
        assert mails.send_due(at=NOON) == 0
    assert [failure.partition(":")[0] for failure in waiting()] == ["ConnectionRefusedError"] * 2 + [""] * 2
    with post_offices.open_for() as office:
        by_smtp(office.port)
        assert mails.send_due(at=SOON) == 4
    assert len(set(office.to())) == 4


def test_a_server_that_says_nothing_is_left_after_two_mails_and_loses_none(by_smtp: Callable[[int], None]) -> None:
    written(3)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        by_smtp(silent.getsockname()[1])
        assert mails.send_due(at=NOON) == 0
    assert ["timed out" in failure for failure in waiting()] == [True, True, False]


def test_a_mail_that_was_perhaps_taken_goes_out_again_under_the_same_message_id(by_smtp: Callable[[int], None]) -> None:
    (mail,) = written()
    answers = iter([post_offices.BREAKS_OFF, ""])
    with post_offices.open_for(lambda word, rest: next(answers) if word == "DATA" else "") as office:
        by_smtp(office.port)
        assert (mails.send_due(at=NOON), mails.send_due(at=SOON), mails.send_due(at=LATER)) == (0, 1, 0)
    assert office.to() == [mail.user.email] * 2
    (known_by,) = {str(one["Message-ID"]) for one in office.taken}
    assert re.fullmatch(r"<[\w.]+@[\w.-]+>", known_by)


@pytest.mark.parametrize("status", [400, 403, 429, 500, 503])
def test_what_notify_does_not_take_stays_and_goes_out_once(
    status: int, by_notify: Callable[[receivers.Receiver], None]
) -> None:
    written()
    with receivers.listening(lambda number: status if number == 1 else 201) as notify:
        by_notify(notify)
        assert mails.send_due(at=NOON) == 0
        assert waiting() == [f"NotTaken: Notify answered {status}."]
        assert (mails.send_due(at=SOON), mails.send_due(at=LATER)) == (1, 0)
    assert [one.status for one in notify.taken] == [status, 201]


def test_when_notify_is_away_every_mail_waits(by_notify: Callable[[receivers.Receiver], None]) -> None:
    written(3)
    with receivers.listening() as notify:
        by_notify(notify)
    assert mails.send_due(at=NOON) == 0
    assert ["does not answer" in failure for failure in waiting()] == [True, True, False]


@pytest.mark.parametrize(("status", "asked"), [(400, 4), (403, 2), (429, 2), (503, 2)])
def test_a_key_that_notify_refuses_is_not_tried_with_every_mail(
    status: int, asked: int, by_notify: Callable[[receivers.Receiver], None]
) -> None:
    written(4)
    with receivers.listening(lambda number: status) as notify:
        by_notify(notify)
        assert mails.send_due(at=NOON) == 0
    assert len(notify.taken) == asked
    assert len(waiting()) == 4

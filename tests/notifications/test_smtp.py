"""Mails by SMTP as it is spoken in earnest: encrypted, with a password, and by servers with ways of their own."""

import time
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from django.core.mail import send_mail

from accounts.models import User
from notifications.actions import mails, notices
from notifications.actions.notices import News
from notifications.carriers import smtp
from notifications.domain import kinds
from notifications.models import Mail
from tests import builders
from tests.notifications import post_offices
from tests.notifications.test_carriers import LATER, NOON, SOON, waiting, written

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db

PASSWORD = "long and secret"


@pytest.fixture
def held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The certificate of a mail server that this machine trusts."""
    path = post_offices.certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return path


@pytest.fixture
def by_smtp(settings: "Settings") -> Callable[..., None]:
    def to(port: int, **given: object) -> None:
        settings.EMAIL_BACKEND = "notifications.carriers.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 1
        usual = {"USE_TLS": False, "USE_SSL": False, "HOST_USER": "", "HOST_PASSWORD": ""}
        for name, value in (usual | given).items():
            setattr(settings, f"EMAIL_{name}", value)

    return to


def after(seconds: float) -> str:
    """The usual answer, but not at once."""
    time.sleep(seconds)
    return ""


def with_password(word: str = PASSWORD) -> dict[str, object]:
    return {"HOST_USER": "pbr", "HOST_PASSWORD": word}


def test_a_server_that_asks_for_starttls_and_a_password_gets_both(held: Path, by_smtp: Callable[..., None]) -> None:
    written(2)
    with post_offices.open_for(held=held, password=PASSWORD) as office:
        by_smtp(office.port, USE_TLS=True, **with_password())
        assert mails.send_due(at=NOON) == 2
    assert (office.tried, office.overheard) == ([f"pbr:{PASSWORD}"] * 2, [])


def test_a_server_that_speaks_tls_from_the_start_gets_mails(held: Path, by_smtp: Callable[..., None]) -> None:
    written()
    with post_offices.open_for(held=held, from_the_start=True, password=PASSWORD) as office:
        by_smtp(office.port, USE_SSL=True, **with_password())
        assert mails.send_due(at=NOON) == 1
    assert (len(office.taken), office.overheard) == (1, [])


def test_nothing_goes_to_a_server_that_offers_no_encryption_where_it_is_asked_for(by_smtp: Callable[..., None]) -> None:
    written(4)
    with post_offices.open_for(password=PASSWORD) as office:
        by_smtp(office.port, USE_TLS=True, **with_password())
        assert mails.send_due(at=NOON) == 0
    assert (office.tried, office.taken) == ([], [])
    assert ["STARTTLS" in failure for failure in waiting()] == [True, True, False, False]


def test_nothing_goes_to_a_server_whose_certificate_is_of_nobody_known(
    tmp_path: Path, by_smtp: Callable[..., None]
) -> None:
    written()
    with post_offices.open_for(held=post_offices.certificate(tmp_path), password=PASSWORD) as office:
        by_smtp(office.port, USE_TLS=True, **with_password())
        assert mails.send_due(at=NOON) == 0
    assert (office.tried, office.taken) == ([], [])
    assert "certificate verify failed" in waiting()[0]


def test_a_password_that_is_refused_is_not_tried_with_every_mail(held: Path, by_smtp: Callable[..., None]) -> None:
    written(5)
    with post_offices.open_for(held=held, password=PASSWORD) as office:
        by_smtp(office.port, USE_TLS=True, **with_password("wrong"))
        assert mails.send_due(at=NOON) == 0
        assert office.tried == ["pbr:wrong"] * 2
        by_smtp(office.port, USE_TLS=True, **with_password())
        assert mails.send_due(at=SOON) == 5
    assert len(set(office.to())) == 5


@pytest.mark.parametrize("word", ["MAIL", "RCPT", "DATA"])
def test_a_server_that_closes_for_now_is_left_after_two_mails(word: str, by_smtp: Callable[..., None]) -> None:
    written(5)
    with post_offices.open_for(lambda said, rest: "421 4.7.0 Too many today" if said == word else "") as office:
        by_smtp(office.port)
        assert mails.send_due(at=NOON) == 0
        assert office.heard == 2
    assert ["Too many today" in failure for failure in waiting()] == [True, True, False, False, False]


def test_addresses_that_are_unknown_hold_up_no_others(by_smtp: Callable[..., None]) -> None:
    gone = {mail.user.email for mail in written(3)}
    written(2)
    with post_offices.open_for(
        lambda word, rest: "550 5.1.1 No such person" if word == "RCPT" and rest[4:-1] in gone else ""
    ) as office:
        by_smtp(office.port)
        assert mails.send_due(at=NOON) == 2
    assert len(office.taken) == 2


def test_a_server_that_looks_through_a_mail_for_long_gets_it_once(by_smtp: Callable[..., None]) -> None:
    written()
    longer = 1.5  # than any other answer may take
    with post_offices.open_for(lambda word, rest: after(longer if word == "DATA" else 0)) as office:
        by_smtp(office.port)
        assert (mails.send_due(at=NOON), mails.send_due(at=LATER)) == (1, 0)
    assert len(office.taken) == 1


def test_a_server_that_never_answers_to_a_mail_is_given_up(
    by_smtp: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "SECONDS_FOR_A_WHOLE_MAIL", 0.2)
    written()
    with post_offices.open_for(lambda word, rest: after(0.6 if word == "DATA" else 0)) as office:
        by_smtp(office.port)
        assert mails.send_due(at=NOON) == 0
    assert "timed out" in waiting()[0]


def told(person: User, brief: str) -> None:
    notices.tell([News(person.pk, kinds.STAGE_REOPENED, "1", brief, brief, "Aberdâr", "/programmes/a/")], at=NOON)
    mails.write_due(at=NOON)


def test_a_mail_says_when_by_whom_and_that_no_person_wrote_it_in_seven_bits(
    by_smtp: Callable[..., None], settings: "Settings"
) -> None:
    settings.SITE_URL, settings.DEFAULT_FROM_EMAIL = "https://pbr.example", "PbR Manager <pbr@pbr.example>"
    person = builders.user("Jane Unmistakable")
    told(person, "Stage 4 was reopened, Aberdâr")
    with post_offices.open_for() as office:
        by_smtp(office.port)
        assert mails.send_due(at=NOON) == 1
    (mail,), (raw,) = office.taken, office.raw
    assert (mail["From"], mail["To"]) == ("PbR Manager <pbr@pbr.example>", person.email)
    assert mail["Subject"] == "PbR Manager: Stage 4 was reopened, Aberdâr"
    assert mail["Date"].datetime is not None
    assert str(mail["Message-ID"]).endswith("@pbr.example>")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe"] == "<https://pbr.example/inbox/preferences/>"
    assert raw.isascii()
    assert max(map(len, raw.splitlines())) < 998
    assert "Unmistakable" not in str(mail)
    parts = [cast("EmailMessage", part).get_content() for part in mail.iter_parts()]
    assert ["Stage 4 was reopened, Aberdâr" in part for part in parts] == [True, True]


def test_a_mail_that_lets_its_reader_in_cannot_be_unsubscribed_and_is_not_sent_when_its_link_has_ended(
    by_smtp: Callable[..., None],
) -> None:
    for hours in (1, 48):
        mails.write(
            user=builders.user(), subject="choose a new password", template="account/email/password_reset", context={},
            link=f"https://pbr.example/{hours}/", good_until=NOON + timedelta(hours=hours), at=NOON,
        )  # fmt: skip
    with post_offices.open_for() as office:
        by_smtp(office.port)
        assert mails.send_due(at=LATER + timedelta(hours=1)) == 1
        assert mails.send_due(at=NOON + timedelta(days=1)) == 0
    (mail,) = office.taken
    assert "https://pbr.example/48/" in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "List-Unsubscribe" not in mail
    ended = Mail.objects.get(sent_at=None)
    assert (ended.next_at, ended.link, ended.attempts) == (None, None, 0)


def test_a_mail_that_waits_is_not_sent_to_whom_may_not_sign_in_any_more(by_smtp: Callable[..., None]) -> None:
    (mail,) = written()
    User.objects.filter(pk=mail.user.pk).update(is_active=False)
    with post_offices.open_for() as office:
        by_smtp(office.port)
        assert mails.send_due(at=NOON) == 0
    assert office.taken == []


def test_whoever_sets_it_up_can_try_it_with_a_mail_to_themselves(by_smtp: Callable[..., None]) -> None:
    with post_offices.open_for() as office:
        by_smtp(office.port)
        assert send_mail("Test", "It works.", None, ["me@pbr.example"]) == 1
    assert office.to() == ["me@pbr.example"]

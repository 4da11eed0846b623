"""Mails: written from notices as their people want them, sent, and never lost."""

import base64
import hmac
import json
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail

from accounts.models import User
from notifications.actions import mails, notices
from notifications.actions.notices import News
from notifications.carriers import govuk_notify, shown
from notifications.domain import channels, kinds
from notifications.models import Mail, Notice
from tests import builders
from tests.notifications import receivers

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
KEY = "live-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0"


@pytest.fixture
def person() -> User:
    return builders.user("Jane Unmistakable")


def news(person: User, kind: str = kinds.STAGE_REOPENED, key: str = "1", **fields: str) -> News:
    given = {"title": "Stage 4 was reopened", "brief": "Stage 4 was reopened, Families First"} | fields
    return News(person.pk, kind, key, programme="Families First", path="/programmes/families-first/", **given)


def go(at: datetime = NOON) -> int:
    mails.write_due(at=at)
    return mails.send_due(at=at)


def test_what_is_mailed_at_once_goes_out_once_names_nobody_and_leads_to_the_inbox(
    person: User, settings: "Settings"
) -> None:
    settings.SITE_URL = "https://pbr.example"
    assert notices.tell([news(person, title="Jane Unmistakable: stage 4")], at=NOON) == 1
    assert notices.tell([news(person)], at=NOON) == 0
    assert (go(), go()) == (1, 0)
    (sent,) = mail.outbox
    assert isinstance(sent, mail.EmailMultiAlternatives)
    assert (sent.to, sent.subject) == ([person.email], "PbR Manager: Stage 4 was reopened, Families First")
    html = str(sent.alternatives[0][0])
    for said in (str(sent.body), html):
        assert f"https://pbr.example/inbox/{Notice.objects.get().pk}/" in said
        assert "Unmistakable" not in said


def test_the_daily_mail_holds_what_came_since_and_leaves_out_what_was_read(person: User) -> None:
    for number in range(3):
        notices.tell([news(person, kinds.FINDING_OPENED, str(number), brief=f"Finding {number} was opened")], at=NOON)
    notices.read(notice=Notice.objects.get(key="0"), at=NOON)
    early = NOON.replace(hour=6)
    assert go(early) == 0
    assert go() == 1
    assert mail.outbox[0].subject == "PbR Manager: your daily email, 2 notices"
    assert "Finding 0" not in str(mail.outbox[0].body)
    notices.tell([news(person, kinds.FINDING_OPENED, "4")], at=NOON)
    assert go(NOON + timedelta(hours=2)) == 0
    assert go(NOON + timedelta(days=1)) == 1


def test_each_person_is_told_as_they_want(person: User) -> None:
    chosen = {kinds.STAGE_REOPENED: channels.NONE, kinds.FINDING_OPENED: channels.INBOX}
    notices.prefer(by=person, chosen=chosen, habits=channels.Habits())
    other = builders.user()
    told = [news(one, kind) for one in (person, other) for kind in (kinds.STAGE_REOPENED,)]
    assert notices.tell([*told, news(person, kinds.FINDING_OPENED, "2")], at=NOON) == 2
    assert Notice.objects.get(user=person).kind == kinds.FINDING_OPENED
    assert go() == 1
    assert mail.outbox[0].to == [other.email]


def test_mails_wait_until_the_quiet_hours_are_over(person: User) -> None:
    notices.prefer(by=person, chosen={}, habits=channels.Habits(time(11), time(14)))
    notices.tell([news(person)], at=NOON)
    assert go() == 0
    assert go(NOON + timedelta(hours=2)) == 1


def test_what_the_mail_service_does_not_take_waits_and_is_sent_when_it_works_again(
    person: User, settings: "Settings"
) -> None:
    notices.tell([news(person)], at=NOON)
    settings.EMAIL_BACKEND = "notifications.carriers.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert go() == 0
    waiting = Mail.objects.get()
    assert (waiting.attempts, waiting.sent_at) == (1, None)
    assert "ConnectionRefusedError" in waiting.failure
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert go(NOON + timedelta(minutes=1)) == 0
    assert go(NOON + timedelta(minutes=6)) == 1
    assert len(mail.outbox) == 1


def test_a_programme_whose_name_has_several_lines_keeps_no_mail_back(person: User) -> None:
    notices.tell([news(person, brief="Stage 4 was reopened, Families\r\nFirst")], at=NOON)
    assert go() == 1
    assert mail.outbox[0].subject == "PbR Manager: Stage 4 was reopened, Families First"


def test_who_has_no_account_any_more_gets_no_mail(person: User) -> None:
    notices.tell([news(person)], at=NOON)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert go() == 0
    assert not Mail.objects.exists()


def test_the_folder_keeps_mails_and_shows_each_to_whom_it_is_addressed(
    person: User, settings: "Settings", tmp_path: Path
) -> None:
    settings.EMAIL_BACKEND = "notifications.carriers.folder.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.MAIL_IN_BROWSER = True
    other = builders.user()
    notices.tell([news(person), news(other)], at=NOON)
    assert go() == 2
    (found,) = shown.to(person.email)
    assert found.subject == "PbR Manager: Stage 4 was reopened, Families First"
    assert "Stage 4 was reopened" in found.text
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in (tmp_path / "mail").iterdir())


def test_notify_is_asked_with_a_token_of_its_own_and_what_it_refuses_waits(person: User, settings: "Settings") -> None:
    settings.EMAIL_BACKEND = "notifications.carriers.govuk_notify.EmailBackend"
    settings.NOTIFY_API_KEY, settings.NOTIFY_TEMPLATE_ID = KEY, "0f1e2d3c"
    with receivers.listening(lambda number: 429 if number == 1 else 201) as notify:
        settings.NOTIFY_URL = notify.url.removesuffix("/hooks")
        notices.tell([news(person)], at=NOON)
        assert go() == 0
        assert Mail.objects.get().failure == "NotTaken: Notify answered 429."
        assert go(NOON + timedelta(minutes=6)) == 1
    sent = json.loads(notify.taken[1].body)
    assert sent["email_address"] == person.email
    assert sent["template_id"] == "0f1e2d3c"
    assert sent["personalisation"]["subject"] == "PbR Manager: Stage 4 was reopened, Families First"
    assert sent["reference"] == str(Mail.objects.get().pk)
    assert notify.taken[1].headers["authorization"].startswith("Bearer ey")


def test_the_token_of_notify_is_signed_by_the_secret_and_names_the_service() -> None:
    header, claims, signature = govuk_notify.token(KEY, 1_772_366_400).split(".")
    assert read(header) == {"typ": "JWT", "alg": "HS256"}
    assert read(claims) == {"iss": "26785a09-ab16-4eb0-8407-a37497a57506", "iat": 1_772_366_400}
    expected = hmac.digest(b"3d844edf-8d35-48ac-975b-e847b4f122b0", f"{header}.{claims}".encode(), "sha256")
    assert base64.urlsafe_b64decode(signature + "=") == expected


def read(part: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))

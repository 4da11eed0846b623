"""A commissioner is reminded of what is due, reads the email to them and takes the dates into their calendar."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role, User
from dashboards.actions import reminding
from notifications.actions import mails
from notifications.carriers import shown
from tests import builders
from tests.journeys.conftest import Person

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def mails_of(user: User) -> str:
    """The subject of the one mail to the person."""
    (mail,) = shown.to(user.email)
    return mail.subject


def test_what_is_due_reaches_a_person_by_inbox_mail_and_calendar(
    as_person: Callable[[User], Person], settings: "Settings", live_server: LiveServer, tmp_path: Path
) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "notifications.carriers.folder.EmailBackend", tmp_path
    settings.MAIL_IN_BROWSER, settings.SITE_URL = True, live_server.url
    at = now()
    programme = builders.programme_at_stage(5, name="Families First")
    user = builders.member(programme, Role.COMMISSIONER)
    finding = builders.finding(programme, at=at - timedelta(days=3))
    builders.action(finding, owner=user, due_on=localdate() + timedelta(days=2), at=at - timedelta(days=2))
    reminding.remind(at=at)
    mails.write_due(at=at)
    mails.send_due(at=at)
    owner = as_person(user)
    owner.go(reverse("notifications:notice_list"), "Inbox")
    owner.sees("Action to do, due")
    owner.follow("Emails to you", "Emails to you")
    owner.sees("PbR Manager: Action to do, due")
    owner.look_on_a_phone()
    subject = mails_of(user)
    owner.follow(subject, subject)
    framed = owner.page.frame_locator("iframe")
    with owner.page.context.expect_page() as opened:
        framed.get_by_role("link", name="Action to do").click()
    assert "/findings/1/" in opened.value.url
    opened.value.close()
    owner.look_on_a_phone()
    owner.follow("Plain text", subject)
    owner.sees("This has come into your inbox")
    owner.go(reverse("notifications:notice_list"), "Inbox")
    owner.follow("Dates in your calendar", "Dates in your calendar")
    owner.press("Make an address")
    owner.sees("shown only once")
    owner.look_on_a_phone()
    feed = owner.page.request.get(owner.page.get_by_role("main").locator(".app-break").inner_text())
    assert "SUMMARY:Families First: Action to do" in feed.text()
    assert user.name not in feed.text()

"""The inbox, and how a person says that they want to be told."""

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.mail import send_mail
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import User
from notifications.actions import notices
from notifications.actions.notices import News
from notifications.domain import channels, kinds
from notifications.models import Notice, Preference
from notifications.selectors import inbox
from tests import builders

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db
PAGE = "/inbox/"


@pytest.fixture
def person() -> User:
    return builders.user("Jane")


@pytest.fixture
def signed_in(client: Client, person: User) -> Client:
    client.force_login(person)
    return client


def tell(person: User, count: int = 1, kind: str = kinds.FINDING_OPENED) -> None:
    notices.tell(
        [
            News(person.pk, kind, f"{kind} {n}", f"Finding {n} was opened", f"Finding {n}", "A", "/programmes/")
            for n in range(1, count + 1)
        ],
        at=now() - timedelta(hours=1),
    )  # fmt: skip


def test_the_head_of_each_page_counts_what_is_unread_and_the_inbox_lists_it(signed_in: Client, person: User) -> None:
    assert "Nothing has come yet" in signed_in.get(PAGE).content.decode()
    tell(person, 30)
    tell(builders.user(), 5)
    assert "Inbox (30<" in signed_in.get("/programmes/").content.decode()
    page = signed_in.get(PAGE).content.decode()
    assert page.count("app-work__item") == 25
    assert signed_in.get(PAGE, {"page": 2}).content.decode().count("app-work__item") == 5
    assert signed_in.get(PAGE, {"q": "Finding 17 "}).content.decode().count("app-work__item") == 1
    assert "No notice matches" in signed_in.get(PAGE, {"q": "flood"}).content.decode()


def test_who_follows_a_notice_comes_to_what_it_speaks_of_and_has_read_it(signed_in: Client, person: User) -> None:
    tell(person, 2)
    first = Notice.objects.earliest("pk")
    assert signed_in.get(reverse("notifications:notice_open", args=[first.pk])).headers["Location"] == "/programmes/"
    assert inbox.unread(person) == 1
    assert signed_in.get(PAGE, {"show": "unread"}).content.decode().count("app-work__item") == 1
    assert "1 notice is marked as read" in signed_in.post(PAGE, follow=True).content.decode()
    assert inbox.unread(person) == 0


def test_nobody_opens_the_notice_of_somebody_else(signed_in: Client) -> None:
    tell(other := builders.user())
    address = reverse("notifications:notice_open", args=[Notice.objects.get().pk])
    assert signed_in.get(address).status_code == 404
    assert inbox.unread(other) == 1


def test_a_person_says_how_they_want_to_be_told(signed_in: Client, person: User) -> None:
    address = reverse("notifications:preferences")
    form = signed_in.get(address).context["form"]
    given = {name: field.initial for name, field in form.fields.items()}
    given |= {"kind_finding_opened": "none", "quiet_from": "22:00", "digest_at": "09:30"}
    page = signed_in.post(address, given).content.decode()
    assert "Select when the quiet hours begin and when they end, or neither" in page
    assert not Preference.objects.exists()
    signed_in.post(address, given | {"quiet_until": "07:00"})
    assert inbox.preferences(person)[kinds.FINDING_OPENED] == channels.NONE
    habits = inbox.habits(person)
    assert (str(habits.quiet_from), str(habits.quiet_until), str(habits.digest_at)) == (
        "22:00:00", "07:00:00", "09:30:00",
    )  # fmt: skip
    tell(person)
    assert inbox.unread(person) == 0


def test_mails_in_the_folder_are_shown_to_whom_they_are_addressed_and_never_in_production(
    signed_in: Client, person: User, settings: "Settings", tmp_path: Path
) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "notifications.carriers.folder.EmailBackend", tmp_path
    settings.MAIL_IN_BROWSER = True
    address = reverse("notifications:mail_list")
    assert "No e-mails yet" in signed_in.get(address).content.decode()
    send_mail("For Jane", "Hello", None, [person.email])
    send_mail("For another", "Set a new password", None, ["other@example.org"])
    page = signed_in.get(address).content.decode()
    assert "For Jane" in page
    assert "For another" not in page
    settings.PRODUCTION = True
    assert signed_in.get(address).status_code == 404

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
from notifications.carriers import shown
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
    assert "No emails yet" in signed_in.get(address).content.decode()
    send_mail("For Jane", "Hello", None, [person.email])
    send_mail("For another", "Set a new password", None, ["other@example.org"])
    page = signed_in.get(address).content.decode()
    assert "For Jane" in page
    assert "For another" not in page
    settings.PRODUCTION = True
    assert signed_in.get(address).status_code == 404


@pytest.fixture
def in_folder(settings: "Settings", tmp_path: Path) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "notifications.carriers.folder.EmailBackend", tmp_path
    settings.MAIL_IN_BROWSER = True


HOSTILE = "<html><head></head><body><script>parent.document.title='x'</script><b>Bold words</b></body></html>"


@pytest.mark.usefixtures("in_folder")
def test_a_mail_is_shown_as_a_page_in_a_frame_that_runs_and_loads_nothing(signed_in: Client, person: User) -> None:
    send_mail("With a page", "In plain words", None, [person.email], html_message=HOSTILE)
    (mail,) = shown.to(person.email)
    page = signed_in.get(reverse("notifications:mail_detail", args=[mail.key])).content.decode()
    assert "Bold words" not in page
    frame = reverse("notifications:mail_page", args=[mail.key])
    assert f'src="{frame}" sandbox="allow-popups allow-popups-to-escape-sandbox"' in page
    answer = signed_in.get(frame)
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none';")
    assert "frame-ancestors 'self'" in policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "<b>Bold words</b>" in answer.content.decode()
    text = signed_in.get(reverse("notifications:mail_text", args=[mail.key])).content.decode()
    assert "In plain words" in text
    assert "<iframe" not in text


@pytest.mark.usefixtures("in_folder")
def test_a_mail_of_plain_text_alone_has_no_page(signed_in: Client, person: User) -> None:
    send_mail("Plain", "In plain words", None, [person.email])
    (mail,) = shown.to(person.email)
    assert "In plain words" in signed_in.get(reverse("notifications:mail_detail", args=[mail.key])).content.decode()
    assert signed_in.get(reverse("notifications:mail_page", args=[mail.key])).status_code == 404


@pytest.mark.usefixtures("in_folder")
def test_a_mail_to_somebody_else_does_not_exist(signed_in: Client, settings: "Settings") -> None:
    send_mail("For another", "Set a new password", None, ["other@example.org"], html_message=HOSTILE)
    (mail,) = shown.to("other@example.org")
    for name in ("mail_detail", "mail_text", "mail_page"):
        assert signed_in.get(reverse(f"notifications:{name}", args=[mail.key])).status_code == 404
        assert signed_in.get(reverse(f"notifications:{name}", args=["no-such-mail"])).status_code == 404
    settings.PRODUCTION = True
    assert signed_in.get(reverse("notifications:mail_page", args=[mail.key])).status_code == 404


@pytest.mark.usefixtures("in_folder")
def test_mails_are_found_by_their_words_and_come_in_pages(signed_in: Client, person: User) -> None:
    for number in range(30):
        send_mail(f"Mail {number}", f"About thing {number}", None, [person.email])
    address = reverse("notifications:mail_list")
    assert "Mail 29" in signed_in.get(address).content.decode()
    assert "Mail 4<" not in signed_in.get(address).content.decode()
    assert "Mail 4<" in signed_in.get(address, {"page": 2}).content.decode()
    found = signed_in.get(address, {"q": "THING 4"}).content.decode()
    assert "Mail 4<" in found
    assert "Mail 29" not in found
    assert "No email matches" in signed_in.get(address, {"q": "nothing of the kind"}).content.decode()

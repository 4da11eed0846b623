"""Coming in: by email address, with a second factor where it is on, never by signing oneself up."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.actions import people
from accounts.models import User
from notifications import tasks
from notifications.actions import mails
from notifications.models import Mail, PasswordRequest
from tests import builders

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

PASSWORD = "correct horse battery"


@pytest.fixture
def priya(db: None) -> User:
    return User.objects.create_user("priya@example.org", PASSWORD, name="Priya Shah")


def sign_in(client: Client, email: str, password: str) -> str:
    """What the page says after an attempt."""
    return client.post("/account/login/", {"login": email, "password": password}).content.decode()


@pytest.mark.usefixtures("priya")
def test_the_address_is_read_in_any_case(client: Client) -> None:
    response = client.post("/account/login/", {"login": "Priya@Example.org", "password": PASSWORD})
    assert response.status_code == 302
    assert response["Location"] == "/"


@pytest.mark.django_db
def test_who_asked_for_a_page_is_told_that_signing_in_leads_to_it(client: Client) -> None:
    asked = client.get("/programmes/", follow=True).content.decode()
    assert "Sign in to go on to the page that you asked for." in asked
    assert "that you asked for" not in client.get("/", follow=True).content.decode()


@pytest.mark.usefixtures("priya")
def test_a_wrong_password_and_an_unknown_address_are_answered_alike(client: Client) -> None:
    message = "Enter the email address and password of your account: one of them is not right"
    assert message in sign_in(client, "priya@example.org", "wrong")
    assert message in sign_in(client, "nobody@example.org", "wrong")


@pytest.mark.django_db
def test_an_empty_form_says_what_to_enter(client: Client) -> None:
    page = sign_in(client, "", "")
    assert "Enter the email address" in page
    assert "Enter the password" in page


@pytest.mark.usefixtures("priya")
def test_five_failures_lock_the_account_whatever_the_case_of_the_address(client: Client) -> None:
    for address in ("priya@example.org", "PRIYA@example.org", "Priya@example.org", "priya@example.org"):
        assert "Sign-in is locked" not in sign_in(client, address, "wrong")
    assert "Wait 15 minutes, then try again." in sign_in(client, "priya@example.org", "wrong")
    assert "Sign-in is locked for now" in sign_in(client, "priya@example.org", PASSWORD)


@pytest.mark.usefixtures("priya")
def test_a_lock_on_one_account_leaves_the_others_open(client: Client) -> None:
    User.objects.create_user("sam@example.org", PASSWORD, name="Sam Okafor")
    for _attempt in range(6):
        sign_in(client, "priya@example.org", "wrong")
    assert client.post("/account/login/", {"login": "sam@example.org", "password": PASSWORD}).status_code == 302


@pytest.mark.django_db
def test_nobody_signs_themselves_up(client: Client) -> None:
    data = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    assert "Accounts are made by an administrator" in client.post("/account/signup/", data).content.decode()
    assert not User.objects.filter(email="new@example.org").exists()


def test_nobody_takes_another_address_by_themselves(client: Client, priya: User) -> None:
    """Roles are given to addresses: whoever could take one would take the roles with it."""
    sign_in(client, "priya@example.org", PASSWORD)
    for act in ("action_add", "action_primary"):
        client.post("/account/email/", {act: "", "email": "director@treasury.example"})
    priya.refresh_from_db()
    assert priya.email == "priya@example.org"
    assert "director@treasury.example" not in set(EmailAddress.objects.values_list("email", flat=True))


@pytest.mark.usefixtures("priya")
def test_pages_of_people_who_are_signed_in_are_kept_in_no_cache(client: Client) -> None:
    sign_in(client, "priya@example.org", PASSWORD)
    assert client.get("/").headers["Cache-Control"] == "private, no-store"


@pytest.mark.usefixtures("priya")
def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(client: Client) -> None:
    assert client.post("/account/password/reset/", {"email": "Priya@example.org"}).status_code == 302
    tasks.send_mails()
    assert mail.outbox[-1].subject == "PbR Manager: choose a new password"
    found = re.search(r"http://localhost:8000(\S+)", str(mail.outbox[-1].body))
    assert found is not None
    form = client.get(found[1])["Location"]
    new = "another long password"
    client.post(form, {"password1": new, "password2": new})
    assert client.post("/account/login/", {"login": "priya@example.org", "password": PASSWORD}).status_code == 200
    assert client.post("/account/login/", {"login": "priya@example.org", "password": new}).status_code == 302
    assert "This link no longer works" in client.get(found[1], follow=True).content.decode()


def test_a_link_sent_to_an_address_that_was_changed_opens_nothing(client: Client, priya: User) -> None:
    client.post("/account/password/reset/", {"email": "priya@example.org"})
    tasks.send_mails()
    found = re.search(r"http://localhost:8000(\S+)", str(mail.outbox[-1].body))
    assert found is not None
    people.change_address(user=priya, email="priya@new.example.org", by=builders.system(), at=builders.MOMENT)
    assert "This link no longer works" in client.get(found[1], follow=True).content.decode()
    assert client.post("/account/login/", {"login": "priya@example.org", "password": PASSWORD}).status_code == 200
    assert client.post("/account/login/", {"login": "priya@new.example.org", "password": PASSWORD}).status_code == 302


@pytest.mark.usefixtures("priya")
def test_a_link_for_a_new_password_waits_while_the_mail_service_is_away_and_the_page_says_the_same(
    client: Client, settings: "Settings"
) -> None:
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "notifications.carriers.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    for address in ("priya@example.org", "nobody@example.org"):
        response = client.post("/account/password/reset/", {"email": address}, follow=True)
        assert "If that address belongs to an account" in response.content.decode()
    tasks.send_mails()
    waiting = Mail.objects.get()
    assert "/account/password/reset/" not in waiting.text + waiting.html
    settings.EMAIL_BACKEND = working
    assert mails.send_due(at=now() + timedelta(minutes=6)) == 1
    (sent,) = mail.outbox
    found = re.search(r"http://localhost:8000(/account/password/reset/\S+)", str(sent.body))
    assert found is not None
    assert client.get(found[1]).status_code == 302


@pytest.mark.django_db
def test_asking_for_an_unknown_address_does_not_say_that_it_is_unknown(client: Client) -> None:
    response = client.post("/account/password/reset/", {"email": "nobody@example.org"}, follow=True)
    assert "If that address belongs to an account" in response.content.decode()
    tasks.send_mails()
    assert "There is no account with this address" in str(mail.outbox[-1].body)
    assert mail.outbox[-1].to == ["nobody@example.org"]
    assert not PasswordRequest.objects.exists()


def ask_for_password(client: Client, email: str) -> list[str]:
    """What the request does with the database, without the address and the numbers."""
    with CaptureQueriesContext(connection) as done:
        client.post("/account/password/reset/", {"email": email})
    return [re.sub(r"\d+", "…", query["sql"]).replace(email, "…") for query in done.captured_queries]


@pytest.mark.usefixtures("priya")
def test_asking_does_the_same_within_the_request_whether_there_is_an_account_or_not(client: Client) -> None:
    ask_for_password(client, "warm@example.org")
    known, unknown = (ask_for_password(client, email) for email in ("priya@example.org", "nobody@example.org"))
    assert known == unknown
    assert any("passwordrequest" in query for query in known)
    assert mail.outbox == []
    assert not Mail.objects.exists()


@pytest.mark.parametrize("barred", [{"is_active": False}, {"is_machine": True}, {"is_system": True}])
def test_who_cannot_sign_in_gets_no_link(client: Client, priya: User, barred: dict[str, bool]) -> None:
    User.objects.filter(pk=priya.pk).update(**barred)
    client.post("/account/password/reset/", {"email": "priya@example.org"})
    tasks.send_mails()
    assert "There is no account with this address" in str(mail.outbox[-1].body)


@pytest.mark.django_db
def test_a_mail_service_that_is_away_holds_up_no_answer_to_others(client: Client, settings: "Settings") -> None:
    settings.EMAIL_BACKEND = "notifications.carriers.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    for address in ("nobody@example.org", "nobody-else@example.org"):
        client.post("/account/password/reset/", {"email": address})
    tasks.send_mails()
    assert not PasswordRequest.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_worker_is_asked_at_once(client: Client) -> None:
    client.post("/account/password/reset/", {"email": "nobody@example.org"})
    assert [one.to for one in mail.outbox] == [["nobody@example.org"]]


@pytest.mark.django_db(transaction=True)
def test_a_second_factor_is_set_up_and_then_asked_for(
    live_server: LiveServer, page: Page, check_accessibility: Callable[[Page], None]
) -> None:
    User.objects.create_user("priya@example.org", PASSWORD, name="Priya Shah")

    def code(secret: str) -> str:
        return str(totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time())))))

    def enter() -> None:
        page.goto(f"{live_server.url}/account/login/?next=/account/2fa/")
        page.get_by_label("Email address").fill("priya@example.org")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()

    page.goto(f"{live_server.url}/account/login/")
    check_accessibility(page)
    enter()
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()
    page.get_by_role("button", name="Set up a second factor").click()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    check_accessibility(page)
    secret = page.locator("code").inner_text()
    page.get_by_label("Code").fill(code(secret))
    page.get_by_role("button", name="Turn on").click()
    expect(page.get_by_text("10 of 10 are unused.")).to_be_visible()
    recovery = page.locator("code").first.inner_text()
    page.goto(f"{live_server.url}/account/second-factor/")
    expect(page).to_have_url(f"{live_server.url}/")  # who typed the first code has shown it, and is asked no more
    page.get_by_role("button", name="Sign out").click()
    enter()
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name="this one is not right")).to_be_visible()
    page.get_by_label("Code").fill(recovery)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("9 left")).to_be_visible()
    check_accessibility(page)

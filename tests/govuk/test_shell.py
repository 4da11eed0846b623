"""The frame of every page, for visitors and for people who are signed in, and the pages of errors."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.views import defaults

from accounts.models import User
from govuk import context_processors

PAGES = ("400.html", "403.html", "403_csrf.html", "404.html", "500.html")


@pytest.fixture
def request_of(rf: RequestFactory, db: None) -> HttpRequest:
    request = rf.get("/programmes/work-programme/")
    request.session = {}  # type: ignore[assignment]  # the shell only needs something to read messages from
    request.user = User.objects.create(name="Priya Shah", email="priya@example.org")
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    return request


def test_a_visitor_has_no_navigation(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = AnonymousUser()
    assert context_processors.shell(request)["navigation"] == []


def test_the_present_section_is_marked(request_of: HttpRequest) -> None:
    items = context_processors.shell(request_of)["navigation"]
    assert [(item.label, item.active) for item in items] == [
        ("Your work", False),
        ("Programmes", True),
        ("Knowledge", False),
    ]


def test_the_frame_has_skip_link_name_account_and_a_sign_out_that_posts(request_of: HttpRequest) -> None:
    html = render_to_string("govuk/base.html", {}, request_of)
    assert '<a href="#main" class="govuk-skip-link"' in html
    assert '<main class="govuk-main-wrapper" id="main">' in html
    assert "Priya Shah" in html
    assert '<form action="/account/logout/" method="post">' in html
    assert 'content=\'{"includeIndicatorStyles":false,"allowEval":false}\'' in html
    assert '<html lang="en-gb"' in html


def test_no_page_has_an_inline_style_or_script() -> None:
    """Mails have: no reader of mail fetches a style sheet."""
    templates = Path(settings.BASE_DIR, "templates")
    for path in (path for path in templates.rglob("*.html") if path.parent.name not in {"mail", "email"}):
        text = path.read_text()
        assert " style=" not in text, path
        assert "<style" not in text, path
        assert "<script>" not in text, path
        assert " onclick=" not in text, path


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_errors_need_nothing_from_the_request(name: str) -> None:
    html = render_to_string(name)
    assert "<h1" in html
    assert 'class="govuk-skip-link"' in html


def test_a_refusal_says_its_reason(request_of: HttpRequest) -> None:
    response = defaults.permission_denied(request_of, PermissionError("Only the principal approves statements."))
    assert "Only the principal approves statements." in response.content.decode()
    assert "give you the role" not in response.content.decode(), "the reason says what to do, if anything can be done"
    assert response.status_code == 403


def test_a_missing_page_does_not_say_what_was_looked_for(request_of: HttpRequest) -> None:
    response = defaults.page_not_found(request_of, ValueError("No Programme matches"))
    assert "No Programme matches" not in response.content.decode()


@pytest.mark.django_db
def test_a_form_sent_without_its_token_is_answered_in_plain_words() -> None:
    response = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "x", "password": "y"})
    assert response.status_code == 403
    assert "This page was open for too long" in response.content.decode()

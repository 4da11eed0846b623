import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User

pytestmark = pytest.mark.django_db
PAGE = "/knowledge/principles/follow-closed-cohorts/"


def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    assert client.get(PAGE).status_code == 302


def test_a_principle_has_its_page_with_reason_source_and_what_looks_after_it(client: Client) -> None:
    client.force_login(User.objects.create_user("reader@example.org", name="Reader"))
    assert PAGE in client.get(reverse("knowledge:library")).content.decode()
    page = client.get(PAGE).content.decode()
    assert "must be among those below it" in page
    assert "findings dashboard" in page
    assert "cips.org" in page
    assert "/knowledge/principles/pair-the-metrics/" in page


def test_an_unknown_principle_has_no_page(client: Client) -> None:
    client.force_login(User.objects.create_user("reader@example.org", name="Reader"))
    assert client.get("/knowledge/principles/be-lucky/").status_code == 404

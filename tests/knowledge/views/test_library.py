import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from tests import builders

pytestmark = pytest.mark.django_db


def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    response = client.get(reverse("knowledge:library"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_anybody_signed_in_reads_principles_with_their_sources(client: Client) -> None:
    client.force_login(User.objects.create_user("reader@example.org", name="Reader"))
    page = client.get(reverse("knowledge:library")).content.decode()
    assert "One purpose for one scheme" in page
    assert "Russell Webster" in page


def test_a_search_finds_words_and_says_when_nothing_matches(client: Client) -> None:
    client.force_login(User.objects.create_user("reader@example.org", name="Reader"))
    found = client.get(reverse("knowledge:library"), {"q": "cherry"}).content.decode()
    assert "Favouring the people" in found
    nothing = client.get(reverse("knowledge:library"), {"q": "xylophone"}).content.decode()
    assert "No principle matches" in nothing
    assert "No word matches" in nothing


@pytest.mark.parametrize(
    ("role", "offered"), [(Role.COMMISSIONER, True), (Role.PRINCIPAL, False), (Role.ANALYST, False)]
)
def test_only_those_who_may_start_a_programme_are_offered_to_start_one(
    client: Client, role: Role, offered: bool
) -> None:
    client.force_login(builders.member(builders.programme(), role))
    page = client.get(reverse("knowledge:library")).content.decode()
    assert ("Start a programme from this" in page) is offered

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import Role, User
from expertbody.models import Seat
from stages.models import Programme
from tests import builders


@pytest.fixture
def url(programme: Programme) -> str:
    return reverse("expertbody:seat_add", args=[programme.slug])


def posted(**changes: str) -> dict[str, str]:
    given = {"constituency": "academics", "email": "ada@example.org", "name": "Ada Bell", "from_date": str(localdate())}
    return given | changes


def test_strangers_and_readers_seat_nobody(client: Client, programme: Programme, stranger: User, url: str) -> None:
    assert client.post(url, posted()).status_code == 302
    client.force_login(stranger)
    assert client.post(url, posted()).status_code == 404
    client.force_login(builders.member(programme, Role.ANALYST))
    assert client.get(url).status_code == 403
    assert client.post(url, posted()).status_code == 403
    assert Seat.objects.count() == 0


def test_a_commissioner_seats_a_new_person(client: Client, programme: Programme, url: str) -> None:
    client.force_login(builders.member(programme, Role.COMMISSIONER))
    response = client.post(url, posted(is_chair="on"), follow=True)
    page = response.content.decode()
    assert "Ada Bell sits for academics." in page
    assert "choose a password" in page
    seat = Seat.objects.select_related("user").get()
    assert (seat.user.email, seat.is_chair) == ("ada@example.org", True)


def test_what_is_wrong_is_said_at_the_form_and_nothing_is_lost(client: Client, programme: Programme, url: str) -> None:
    client.force_login(builders.member(programme, Role.COMMISSIONER))
    page = client.post(url, posted(constituency="")).content.decode()
    assert "Select the constituency" in page
    assert "ada@example.org" in page
    page = client.post(url, posted(name="")).content.decode()
    assert "Enter the person&#x27;s name" in page
    assert Seat.objects.count() == 0


def test_the_constituency_of_the_link_is_chosen_beforehand(client: Client, programme: Programme, url: str) -> None:
    client.force_login(builders.member(programme, Role.COMMISSIONER))
    page = client.get(url, {"constituency": "agent"})
    assert page.context["form"]["constituency"].value() == "agent"

from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import Role, User
from expertbody.models import Seat
from stages.models import Programme
from tests import builders


def url(programme: Programme, seat: Seat) -> str:
    return reverse("expertbody:seat_end", args=[programme.slug, seat.pk])


def test_strangers_and_readers_end_no_term(
    client: Client, programme: Programme, body: list[Seat], stranger: User
) -> None:
    given = {"on": str(localdate()), "because": "Gone."}
    client.force_login(stranger)
    assert client.post(url(programme, body[0]), given).status_code == 404
    client.force_login(builders.member(programme, Role.PRINCIPAL))
    assert client.post(url(programme, body[0]), given).status_code == 403
    assert Seat.objects.filter(until_date__isnull=True).count() == 5


def test_a_term_ends_with_its_reason(client: Client, programme: Programme, body: list[Seat]) -> None:
    client.force_login(builders.member(programme, Role.COMMISSIONER))
    assert "Enter the reason" in client.post(url(programme, body[0]), {"on": str(localdate())}).content.decode()
    response = client.post(url(programme, body[0]), {"on": str(localdate()), "because": "Retired."})
    assert response.status_code == 302
    body[0].refresh_from_db()
    assert (body[0].until_date, body[0].ended_because) == (localdate(), "Retired.")


def test_a_refusal_is_said_at_the_form(client: Client, programme: Programme, body: list[Seat]) -> None:
    client.force_login(builders.member(programme, Role.COMMISSIONER))
    page = client.post(url(programme, body[0]), {"on": "2020-01-01", "because": "Retired."}).content.decode()
    assert "cannot be before its first day" in page


def test_a_seat_of_another_programme_is_not_found(client: Client, programme: Programme, body: list[Seat]) -> None:
    other = builders.programme()
    client.force_login(builders.member(other, Role.COMMISSIONER))
    assert client.get(url(other, body[0])).status_code == 404

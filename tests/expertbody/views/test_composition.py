from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.models import Role, User
from expertbody.actions import seats
from expertbody.models import Seat
from stages.models import Programme
from tests import builders


def url(programme: Programme) -> str:
    return reverse("expertbody:composition", args=[programme.slug])


def test_the_page_does_not_exist_for_strangers(client: Client, programme: Programme, stranger: User) -> None:
    assert client.get(url(programme)).status_code == 302
    client.force_login(stranger)
    assert client.get(url(programme)).status_code == 404


def test_it_says_who_is_missing_and_offers_commissioners_to_seat_them(client: Client, programme: Programme) -> None:
    client.force_login(builders.member(programme, Role.COMMISSIONER))
    page = client.get(url(programme)).content.decode()
    assert "not established yet" in page
    assert page.count("Nobody sits for the constituency") == 5
    assert reverse("expertbody:seat_add", args=[programme.slug]) + "?constituency=service_users" in page


def test_a_reader_sees_the_members_and_no_buttons(client: Client, programme: Programme, body: list[Seat]) -> None:
    client.force_login(builders.member(programme, Role.ANALYST))
    page = client.get(url(programme)).content.decode()
    assert all(seat.user.name in page for seat in body)
    assert "All five constituencies are seated" in page
    assert "Seat a person" not in page


def test_terms_that_are_over_stay_on_the_page(client: Client, programme: Programme, body: list[Seat]) -> None:
    seats.end(
        seat=body[2], on=localdate() - timedelta(days=1), because="The charity closed.", by=builders.system(), at=now()
    )
    client.force_login(body[0].user)
    page = client.get(url(programme)).content.decode()
    assert "The charity closed." in page
    assert "Nobody sits for the constituency “Agent”" in page


@pytest.mark.parametrize("members", [0, 12])
def test_the_number_of_queries_does_not_grow_with_the_members(
    client: Client, programme: Programme, body: list[Seat], members: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for _ in range(members):
        builders.seat(programme, from_date=localdate())
    client.force_login(body[0].user)
    with django_assert_max_num_queries(22):
        client.get(url(programme))

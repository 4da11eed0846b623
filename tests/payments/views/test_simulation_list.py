"""Simulations of a programme, as its people find them."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from tests import builders
from tests.contracts import builders as contract_builders
from tests.kept import kept
from tests.payments import simulated

pytestmark = pytest.mark.django_db


@pytest.fixture
@kept
def place() -> contract_builders.Setting:
    return contract_builders.setting()


def address(place: contract_builders.Setting) -> str:
    return reverse("payments:simulation_list", args=[place.programme.slug])


def test_without_any_the_page_says_what_one_is_and_how_to_start(
    client: Client, place: contract_builders.Setting
) -> None:
    client.force_login(place.commissioner)
    assert "Nothing to simulate yet" in client.get(address(place)).content.decode()
    version = simulated.draft(place)
    page = client.get(address(place)).content.decode()
    assert "No simulation yet" in page
    assert reverse("payments:simulation_start", args=[place.programme.slug, version.number]) in page


def test_they_are_listed_and_a_reader_is_not_offered_to_start(client: Client, place: contract_builders.Setting) -> None:
    simulation = simulated.finished(simulated.draft(place))
    client.force_login(builders.member(place.programme, Role.VERIFIER))
    page = client.get(address(place)).content.decode()
    assert simulation.get_absolute_url() in page
    assert "Finished" in page
    assert "Start a simulation" not in page


def test_strangers_find_nothing(client: Client, place: contract_builders.Setting) -> None:
    client.force_login(builders.user())
    assert client.get(address(place)).status_code == 404

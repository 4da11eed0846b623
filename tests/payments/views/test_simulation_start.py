"""Starting a simulation: what is asked, what is missing, what is refused."""

import html

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from contracts.models import ContractVersion
from payments.models import Simulation
from tests import builders
from tests.contracts import builders as contract_builders
from tests.kept import kept
from tests.payments import simulated

pytestmark = pytest.mark.django_db
ASKED = {"scenarios": ["expected", "null"], "runs": "200", "seed": "42"}


@pytest.fixture
@kept
def place() -> contract_builders.Setting:
    return contract_builders.setting()


def address(version: ContractVersion) -> str:
    return reverse("payments:simulation_start", args=[version.programme.slug, version.number])


def test_a_simulation_is_started_and_its_page_shows_how_far_it_is(
    client: Client, place: contract_builders.Setting
) -> None:
    version = simulated.draft(place)
    client.force_login(place.commissioner)
    page = client.post(address(version), ASKED, follow=True).content.decode()
    simulation = Simulation.objects.get()
    assert (simulation.scenarios, simulation.runs, simulation.seed) == (["expected", "null"], 200, 42)
    assert "0 of 400" in page
    assert "Cancel the simulation" in page
    assert 'http-equiv="refresh"' in page


def test_without_a_seed_one_is_taken_by_chance_and_kept(client: Client, place: contract_builders.Setting) -> None:
    version = simulated.draft(place)
    client.force_login(place.commissioner)
    client.post(address(version), {**ASKED, "seed": ""})
    assert Simulation.objects.get().seed >= 0


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"runs": "10"}, "100"),
        ({"runs": "many"}, "whole number"),
        ({"scenarios": []}, "Select at least one of the scenarios"),
        ({"seed": "-1"}, "0 or more"),
    ],
)
def test_what_cannot_be_run_is_told_beside_its_field(
    client: Client, place: contract_builders.Setting, given: dict[str, str], told: str
) -> None:
    version = simulated.draft(place)
    client.force_login(place.commissioner)
    page = client.post(address(version), {**ASKED, **given}).content.decode()
    assert told in page
    assert not Simulation.objects.exists()


def test_what_is_missing_and_what_is_left_out_is_said_before_anything_is_started(
    client: Client, place: contract_builders.Setting
) -> None:
    own = {"code": "own", "scope": "participant", "amount": "9000.00"}
    version = contract_builders.draft(place, caps=[own, {"code": "whole", "scope": "contract", "amount": "90000.00"}])
    client.force_login(place.commissioner)
    page = client.get(address(version)).content.decode()
    assert "Enter how many start in a year" in page
    assert "Room under a participant's own cap" in html.unescape(page)
    page = client.post(address(version), ASKED).content.decode()
    assert "There is a problem" in page


def test_readers_may_not_and_strangers_find_nothing(client: Client, place: contract_builders.Setting) -> None:
    version = simulated.draft(place)
    client.force_login(builders.member(place.programme, Role.VERIFIER))
    assert client.post(address(version), ASKED).status_code == 403
    client.force_login(builders.user())
    assert client.get(address(version)).status_code == 404

"""The page of a simulation in each of its states."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from contracts.actions import clauses
from payments.actions import simulating
from payments.models import Simulation
from tests import builders
from tests.contracts import builders as contract_builders
from tests.kept import kept
from tests.payments import simulated

pytestmark = pytest.mark.django_db


@pytest.fixture
@kept
def place() -> contract_builders.Setting:
    return contract_builders.setting()


def shown(client: Client, simulation: Simulation, query: str = "") -> str:
    answer = client.get(simulation.get_absolute_url() + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_answers_what_the_contract_costs_needs_and_rewards(client: Client, place: contract_builders.Setting) -> None:
    client.force_login(builders.member(place.programme, Role.VERIFIER))
    page = shown(client, simulated.finished(simulated.draft(place)))
    for part in (
        "Cost to the principal", "Owed and not yet paid", "Cash of the agents", "deeper than their working capital",
        "What a start leaves to its agent", "How likely it is that a cap takes something off", "covers the cost",
        "If the scheme had no effect, the principal would pay", "Creaming", "Parking", "Bunching", "seed 7",
        "These are estimates",
    ):  # fmt: skip
        assert part in page
    assert page.count("<svg") >= 4
    assert "Cancel the simulation" not in page


def measured() -> dict[str, Any]:
    """A reward for a fall in a cohort of forty, beside the plain rules, with a least for each period."""
    whole = simulated.terms()
    gate = {
        "kind": "cohort_reduction", "code": "gate", "name": "Fewer convicted again", "metric": "again",
        "cohorts": [{"code": "c1", "name": "First", "due_on": "2028-06-30"}], "against": {"value": "0.5"},
        "measure": "points", "trigger": "0.1", "pays": "lump_sum", "amount": "100000.00",
    }  # fmt: skip
    least = {"kind": "floor", "code": "least", "name": "Least of a half-year", "amounts": [{"amount": "400000.00"}]}
    figures = [{"metric": "again", "expected": "0.4", "base": "0.5", "people": 40, "source": "Pilot"}]
    return {
        "rules": [*whole["rules"], gate, least],
        "metrics": [{"code": "again", "name": "Convicted again", "numerator": "Convicted", "denominator": "People",
                     "direction": "lower"}],
        "assumptions": whole["assumptions"] | {"metrics": figures},
    }  # fmt: skip


def test_it_says_how_often_a_measured_figure_is_paid_although_nothing_changed(
    client: Client, place: contract_builders.Setting
) -> None:
    client.force_login(place.commissioner)
    simulation = simulated.finished(simulated.draft(place, **measured()))
    page = shown(client, simulation)
    for part in (
        "“Fewer convicted again” pays something although nothing changed in",
        "In how many runs a rule pays something by its figures, at least once",
        "What each rule pays",
        "Least of a half-year",
        "At most £6,000,000 over the whole contract",
        "and change in figures",
        "Figures that are measured late, or never",
    ):
        assert part in page
    paper = client.get(reverse("payments:simulation_pdf", args=[place.programme.slug, simulation.pk]))
    assert paper.status_code == 200


def test_the_cap_of_a_principal_is_told_by_its_name_with_how_often_it_is_met(
    client: Client, place: contract_builders.Setting
) -> None:
    own = {"code": "own", "payer": "treasury", "over": "contract", "amount": "100.00", "beyond": "unpaid"}
    simulation = simulated.finished(simulated.draft(place, payer_caps=[own]))
    client.force_login(place.commissioner)
    assert "Treasury pays at most £100 over the whole contract, to all agents together" in shown(client, simulation)
    assert simulation.results is not None
    assert [one["caps"]["own"] for one in simulation.results["scenarios"].values()] == [1.0] * 3


def test_the_course_of_another_scenario_is_shown_when_asked_for(
    client: Client, place: contract_builders.Setting
) -> None:
    client.force_login(place.commissioner)
    simulation = simulated.finished(simulated.draft(place))
    assert "what they would have reached anyway" in shown(client, simulation, "?scenario=null")
    assert "Every figure is drawn from its range" in shown(client, simulation, "?scenario=rosy")


def test_a_changed_draft_is_told(client: Client, place: contract_builders.Setting) -> None:
    version = simulated.draft(place)
    simulation = simulated.finished(version)
    clauses.set_fields(version=version, fields={"title": "Another"}, by=place.commissioner, at=simulated.ASKED)
    client.force_login(place.commissioner)
    assert "has changed since" in shown(client, simulation)


def test_a_failed_one_says_what_to_do(
    client: Client, place: contract_builders.Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    simulation = simulated.asked(simulated.draft(place))
    monkeypatch.setattr(simulating, "work_out", lambda *given: 1 / 0)
    simulating.carry_out(simulation_id=simulation.pk, at=simulated.ASKED)
    client.force_login(place.commissioner)
    assert "Start it again" in shown(client, simulation)


def test_it_can_be_cancelled_once(client: Client, place: contract_builders.Setting) -> None:
    simulation = simulated.asked(simulated.draft(place))
    client.force_login(place.commissioner)
    address = reverse("payments:simulation_cancel", args=[place.programme.slug, simulation.pk])
    assert "The simulation is cancelled." in client.post(address, follow=True).content.decode()
    assert "ended already" in client.post(address, follow=True).content.decode()
    assert "nothing to show" in shown(client, simulation)
    assert client.get(address).status_code == 405


def test_strangers_and_people_of_another_programme_find_nothing(
    client: Client, place: contract_builders.Setting
) -> None:
    simulation = simulated.asked(simulated.draft(place))
    client.force_login(builders.user())
    assert client.get(simulation.get_absolute_url()).status_code == 404
    other = builders.programme_at_stage(4)
    client.force_login(builders.member(other, Role.COMMISSIONER))
    assert client.get(reverse("payments:simulation_detail", args=[other.slug, simulation.pk])).status_code == 404

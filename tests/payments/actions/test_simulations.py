"""A simulation is asked for, carried out by a worker, and called off; what was simulated is kept."""

import functools
import json
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction

from accounts.errors import Forbidden
from accounts.models import AuditEntry, Role
from contracts.actions import clauses, versions
from payments.actions import simulating, simulations
from payments.actions.simulations import SimulationRefused
from payments.domain.simulation import engine
from payments.models import Simulation
from payments.selectors import simulations as selectors
from tests import builders
from tests.contracts import builders as contract_builders
from tests.kept import kept
from tests.payments import simulated
from tests.stages.actions.test_visits_at_once import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
@kept
def place() -> contract_builders.Setting:
    return contract_builders.setting()


def test_what_is_asked_for_is_kept_with_its_seed_and_its_terms_and_audited(place: contract_builders.Setting) -> None:
    version = simulated.draft(place)
    simulation = simulated.asked(version)
    assert simulation.state == Simulation.State.QUEUED
    assert (simulation.seed, simulation.runs, simulation.version_number) == (7, 100, version.number)
    assert simulation.inputs["terms"]["title"] == version.title
    assert AuditEntry.objects.filter(action="payments.simulation.start", after__seed=7).count() == 1


def test_the_worker_finds_figures_for_every_scenario_and_says_how_far_it_is(place: contract_builders.Setting) -> None:
    simulation = simulated.finished(simulated.draft(place))
    assert simulation.state == Simulation.State.FINISHED
    assert simulation.done == simulation.runs_in_all == 300
    assert simulation.results is not None
    assert set(simulation.results["scenarios"]) == set(simulated.SCENARIOS)
    json.dumps(simulation.results, allow_nan=False)


def test_the_same_seed_gives_the_same_figures_whatever_becomes_of_the_draft(place: contract_builders.Setting) -> None:
    version = simulated.draft(place)
    first = simulated.finished(version)
    clauses.set_fields(version=version, fields={"title": "Another title"}, by=place.commissioner, at=simulated.ASKED)
    again = simulating.work_out(first.inputs, first.scenarios, first.seed, first.runs)
    assert again == first.results


def test_it_works_on_agreed_versions_too(place: contract_builders.Setting) -> None:
    version = contract_builders.agreed(place, **simulated.terms())
    assert simulated.finished(version, by=place.for_agent).results is not None


def test_what_is_missing_is_refused_with_what_to_enter(place: contract_builders.Setting) -> None:
    version = contract_builders.draft(place)
    with pytest.raises(SimulationRefused, match="how many start in a year"):
        simulated.asked(version)
    assert not Simulation.objects.exists()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"scenarios": []}, "Select at least one"),
        ({"scenarios": ["rosy"]}, "Select at least one"),
        ({"runs": 5}, "Enter between 100 and 20,000 runs"),
        ({"scenarios": ["past"]}, "too few starts"),
    ],
)
def test_bad_input_is_refused(place: contract_builders.Setting, given: dict[str, Any], told: str) -> None:
    version = simulated.draft(place)
    with pytest.raises(SimulationRefused, match=told):
        simulated.asked(version, **given)


def test_one_simulation_of_a_programme_runs_at_a_time(place: contract_builders.Setting) -> None:
    version = simulated.draft(place)
    simulated.asked(version)
    with pytest.raises(SimulationRefused, match="running already"):
        simulated.asked(version)


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_start_at_once_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    version = simulated.draft(contract_builders.setting())
    monkeypatch.setattr(transaction, "on_commit", lambda *given, **named: None)  # the worker is busy
    said = at_once(*(functools.partial(simulated.asked, version, seed=seed) for seed in (1, 2)))
    assert sorted(map(bool, said)) == [False, True]
    assert "running already" in "".join(said)
    assert Simulation.objects.count() == 1


def test_those_without_a_say_in_the_contract_do_not_start_one(place: contract_builders.Setting) -> None:
    version = simulated.draft(place)
    verifier = builders.member(place.programme, Role.VERIFIER)
    for person in (verifier, builders.user()):
        with pytest.raises(Forbidden):
            simulated.asked(version, by=person)


def test_called_off_before_it_begins_no_work_is_done(place: contract_builders.Setting) -> None:
    simulation = simulated.asked(simulated.draft(place))
    simulations.cancel(simulation=simulation, by=place.commissioner, at=simulated.ASKED)
    simulating.carry_out(simulation_id=simulation.pk, at=simulated.ASKED)
    simulation.refresh_from_db()
    assert simulation.state == Simulation.State.CANCELLED
    assert AuditEntry.objects.filter(action="payments.simulation.cancel").count() == 1
    with pytest.raises(SimulationRefused, match="ended already"):
        simulations.cancel(simulation=simulation, by=place.commissioner, at=simulated.ASKED)


def test_called_off_in_the_midst_the_worker_stops_at_its_next_step(
    place: contract_builders.Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    simulation = simulated.asked(simulated.draft(place))
    asked = []

    def work_out(inputs: Any, scenarios: Any, seed: int, runs: int, progress: engine.Progress) -> None:
        progress(50)
        simulations.cancel(simulation=simulation, by=place.commissioner, at=simulated.ASKED)
        asked.append(True)
        progress(50)
        pytest.fail("It went on")

    monkeypatch.setattr(simulating, "work_out", work_out)
    simulating.carry_out(simulation_id=simulation.pk, at=simulated.ASKED)
    simulation.refresh_from_db()
    assert asked
    assert (simulation.state, simulation.done, simulation.results) == ("cancelled", 50, None)


def test_a_failure_is_told_in_a_sentence(place: contract_builders.Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    simulation = simulated.asked(simulated.draft(place))
    monkeypatch.setattr(simulating, "work_out", lambda *given: 1 / 0)
    simulating.carry_out(simulation_id=simulation.pk, at=simulated.ASKED)
    simulation.refresh_from_db()
    assert simulation.state == Simulation.State.FAILED
    assert "Start it again" in simulation.failure


def test_a_second_worker_leaves_a_running_simulation_alone_until_it_was_given_up(
    place: contract_builders.Setting,
) -> None:
    simulation = simulated.asked(simulated.draft(place))
    Simulation.objects.filter(pk=simulation.pk).update(state="running", started_at=simulated.ASKED)
    simulating.carry_out(simulation_id=simulation.pk, at=simulated.ASKED)
    simulation.refresh_from_db()
    assert simulation.state == Simulation.State.RUNNING
    simulating.carry_out(simulation_id=simulation.pk, at=simulated.ASKED + 2 * simulating.GIVEN_UP)
    simulation.refresh_from_db()
    assert simulation.state == Simulation.State.FINISHED


def test_a_left_over_simulation_is_taken_up_by_the_time_its_job_comes_again() -> None:
    assert simulating.GIVEN_UP.total_seconds() < settings.VISIBILITY_TIMEOUT_SECONDS


def test_one_whose_worker_was_killed_can_be_cancelled_and_started_again(place: contract_builders.Setting) -> None:
    version = simulated.draft(place)
    simulation = simulated.asked(version)
    Simulation.objects.filter(pk=simulation.pk).update(state="running", started_at=simulated.ASKED)
    simulation.refresh_from_db()
    assert selectors.overdue(simulation, simulated.ASKED) == ""
    assert "cancel the simulation and start it again" in selectors.overdue(
        simulation, simulated.ASKED + 2 * selectors.LONG
    )
    simulations.cancel(simulation=simulation, by=place.for_agent, at=simulated.ASKED)
    assert simulated.finished(version).results is not None


def test_what_has_ended_stays_as_it_is_and_is_never_removed(place: contract_builders.Setting) -> None:
    simulation = simulated.finished(simulated.draft(place))
    kept = Simulation.objects.filter(pk=simulation.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        kept.update(seed=8)
    with pytest.raises(DatabaseError), transaction.atomic():
        kept.delete()


def test_results_stand_only_with_a_finished_simulation(place: contract_builders.Setting) -> None:
    simulation = simulated.asked(simulated.draft(place))
    with pytest.raises(DatabaseError), transaction.atomic():
        Simulation.objects.filter(pk=simulation.pk).update(results={})


def test_a_draft_that_has_changed_or_gone_since_is_told(place: contract_builders.Setting) -> None:
    version = simulated.draft(place)
    simulation = simulated.finished(version)
    assert selectors.stale(simulation) == ""
    clauses.set_fields(version=version, fields={"title": "Another title"}, by=place.commissioner, at=simulated.ASKED)
    version.refresh_from_db()
    simulation = selectors.simulation_for(place.commissioner, place.programme, simulation.pk)
    assert "has changed since" in selectors.stale(simulation)
    versions.discard(version=version, by=place.commissioner, at=simulated.ASKED)
    simulation = selectors.simulation_for(place.commissioner, place.programme, simulation.pk)
    assert "has been discarded" in selectors.stale(simulation)


def test_pages_of_simulations_do_not_load_numpy() -> None:
    """The web process asks for simulations; only the worker, which runs them, loads what it needs for it."""
    asked = "import payments.forms.simulations, payments.selectors.simulation_pages, payments.models"
    code = f"import django, sys; django.setup(); {asked}; sys.exit('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=settings.BASE_DIR, check=False, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()[-500:]

"""A draft that can be simulated, and simulations of it, made as people make them."""

from typing import Any

from contracts.domain import documents
from contracts.domain import terms as domain
from contracts.models import ContractVersion
from payments.actions import simulating, simulations
from payments.domain.simulation import questions
from payments.models import Simulation
from tests import builders
from tests.contracts import assumed
from tests.contracts import builders as contract_builders

LAGS = [{"outcome": "job", "low": "60", "expected": "120", "high": "200", "source": "Pilot"}]
SCENARIOS = [questions.EXPECTED, questions.PESSIMISTIC, questions.NULL]
ASKED = builders.later(days=5)


def terms(**fields: Any) -> dict[str, Any]:
    """As the linter likes it, with how long results take and how many claims fail."""
    failures = [{"outcome": None, "low": "0.02", "expected": "0.05", "high": "0.1", "source": "Audit"}]
    whole = assumed.version()
    whole["assumptions"] = assumed.assumptions(lags=LAGS, failures=failures)
    return whole | fields


def draft(place: contract_builders.Setting, **fields: Any) -> ContractVersion:
    return contract_builders.draft(place, **terms(**fields))


def asked(version: ContractVersion, **given: Any) -> Simulation:
    whole: dict[str, Any] = {
        "scenarios": SCENARIOS,
        "runs": 100,
        "seed": 7,
        "by": version.drafted_by,
        "at": ASKED,
    } | given
    return simulations.start(version=version, **whole)


def finished(version: ContractVersion, **given: Any) -> Simulation:
    simulation = asked(version, **given)
    simulating.carry_out(simulation_id=simulation.pk, at=ASKED)
    simulation.refresh_from_db()
    return simulation


def queued(version: ContractVersion, **fields: Any) -> Simulation:
    """A simulation that waits, of a version that need not state what it rests on."""
    whole: dict[str, Any] = {
        "programme": version.programme, "version": version, "version_number": version.number, "digest": "0" * 64,
        "inputs": inputs(), "scenarios": SCENARIOS, "seed": 7, "runs": 100, "asked_by": version.drafted_by,
        "asked_at": ASKED,
    }  # fmt: skip
    return Simulation.objects.create(**(whole | fields))


def inputs() -> dict[str, Any]:
    found = documents.of_terms(domain.parse({"number": 1} | terms()))
    return {"terms": found, "first_day": found["effective_from"], "history": None}


def with_results(version: ContractVersion) -> Simulation:
    """The same with what a worker finds."""
    results = simulating.work_out(inputs(), SCENARIOS, 7, 100)
    return queued(version, state="finished", done=300, results=results, ended_at=ASKED)

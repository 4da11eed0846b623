"""Contracts tried by chance: before they were agreed, and that of the largest programme again on its first year."""

from datetime import datetime

from contracts.models import ContractVersion
from payments.actions import simulating, simulations
from payments.domain.simulation import questions
from payments.models import Simulation
from pbrmanager.demo.cast import Cast
from stages.models import Programme

RUNS = 2_000
BEFORE = (questions.EXPECTED, questions.PESSIMISTIC, questions.NULL)
SINCE = (questions.EXPECTED, questions.PAST)


def before_agreement(cast: Cast, version: ContractVersion, at: datetime) -> Simulation:
    return _finished(cast, version, BEFORE, 2026, at)


def on_its_own_records(cast: Cast, programme: Programme, at: datetime) -> Simulation:
    return _finished(cast, programme.contract_versions.get(number=1), SINCE, 2026, at)


def _finished(cast: Cast, version: ContractVersion, scenarios: tuple[str, ...], seed: int, at: datetime) -> Simulation:
    simulation = simulations.start(
        version=version, scenarios=scenarios, runs=RUNS, seed=seed, by=cast["commissioner"], at=at
    )
    simulating.carry_out(simulation_id=simulation.pk, at=at)
    simulation.refresh_from_db()
    return simulation

"""Ask for a simulation of a contract version, and call it off. A worker carries it out (see `simulating`)."""

import functools
from collections.abc import Collection
from datetime import datetime
from typing import Any

from celery import current_app
from django.db import transaction
from django.utils.timezone import localdate

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User
from contracts.domain import documents
from contracts.domain.terms import Terms
from contracts.models import ContractVersion
from contracts.selectors import terms
from payments import permissions
from payments.domain.simulation import questions
from payments.domain.simulation.questions import FEWEST_RUNS, MOST_RUNS
from payments.models import Simulation
from payments.selectors import histories, payers
from stages.actions import visits

SIMULATE = "payments.tasks.simulate"


class SimulationRefused(Refused):
    """Why a contract cannot be simulated yet, and what to enter."""


@transaction.atomic
def start(
    *, version: ContractVersion, scenarios: Collection[str], runs: int, seed: int, by: User, at: datetime
) -> Simulation:
    """Keep what is to be simulated as it stands, and queue the work."""
    programme = version.programme
    permissions.require(by, "simulation.run", programme)
    visits.lock(programme)
    if Simulation.objects.unfinished().filter(programme=programme).exists():
        raise SimulationRefused("A simulation of this programme is running already. Wait for it, or cancel it.")
    found = terms.draft(version)[0]
    history = histories.of(programme, localdate(at)) if questions.PAST in scenarios else None
    _require_possible(found, scenarios, runs, history)
    first_day = programme.contract_versions.order_by("effective_from").values_list("effective_from", flat=True)[0]
    simulation = Simulation.objects.create(
        programme=programme,
        version=version,
        version_number=version.number,
        digest=documents.digest(found),
        inputs={
            "terms": documents.of_terms(found),
            "first_day": first_day.isoformat(),
            "payers": payers.names_of({cap.payer for cap in found.payer_caps}),
            "history": history.document() if history else None,
        },
        scenarios=[code for code in questions.SCENARIOS if code in scenarios],
        seed=seed,
        runs=runs,
        asked_by=by,
        asked_at=at,
    )
    _record("payments.simulation.start", simulation, by, at, version=version.number, seed=seed, runs=runs)
    job = current_app.signature(SIMULATE, kwargs={"simulation_id": simulation.pk})
    transaction.on_commit(functools.partial(job.apply_async), robust=True)
    return simulation


def _require_possible(found: Terms, scenarios: Collection[str], runs: int, history: Any) -> None:
    if not scenarios or set(scenarios) - set(questions.SCENARIOS):
        raise SimulationRefused("Select at least one of the scenarios.")
    if not FEWEST_RUNS <= runs <= MOST_RUNS:
        raise SimulationRefused(f"Enter between {FEWEST_RUNS:,} and {MOST_RUNS:,} runs.")
    if asked := questions.missing(found, scenarios, history):
        raise SimulationRefused(" ".join(asked))


@transaction.atomic
def cancel(*, simulation: Simulation, by: User, at: datetime) -> Simulation:
    """Call off a simulation that has not ended. The worker stops at its next step."""
    permissions.require(by, "simulation.run", simulation.programme)
    called_off = (
        Simulation.objects.unfinished().filter(pk=simulation.pk).update(state=Simulation.State.CANCELLED, ended_at=at)
    )
    if not called_off:
        raise SimulationRefused("This simulation has ended already. Nothing was changed.")
    simulation.refresh_from_db()
    _record("payments.simulation.cancel", simulation, by, at)
    return simulation


def _record(action: str, simulation: Simulation, by: User, at: datetime, **after: Any) -> None:
    audit.record(by=by, at=at, action=action, programme=simulation.programme.slug, subject=simulation, after=after)

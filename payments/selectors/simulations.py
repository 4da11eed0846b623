"""Simulations of a programme, as lists and pages ask for them."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.http import Http404

from accounts.models import User
from contracts.domain import documents
from contracts.models import ContractVersion
from contracts.selectors import terms, versions
from payments import permissions
from payments.models import Simulation
from stages.models import Programme

LONG = timedelta(minutes=20)


def listed(programme: Programme) -> QuerySet[Simulation]:
    """The latest first, without what takes room."""
    return (
        Simulation.objects.filter(programme=programme)
        .select_related("asked_by")
        .defer("inputs", "results")
        .order_by("-pk")
    )


def simulation_for(user: User, programme: Programme, pk: int) -> Simulation:
    """The simulation, if the person may see it; otherwise there is no such page."""
    found = Simulation.objects.filter(programme=programme, pk=pk).select_related("programme", "version", "asked_by")
    simulation = found.first()
    if simulation is None:
        raise Http404("No such simulation")
    permissions.require(user, "simulation.view", programme)
    return simulation


def others(simulation: Simulation) -> QuerySet[Simulation]:
    """Finished simulations that this one can be held beside."""
    return listed(simulation.programme).filter(state=Simulation.State.FINISHED).exclude(pk=simulation.pk)[:20]


def concerned(programme: Programme) -> ContractVersion | None:
    """The version that one would simulate: the one that is being made, or else the last one agreed."""
    agreed = versions.all_agreed(programme)
    return versions.not_yet_agreed(programme) or (agreed[-1] if agreed else None)


def overdue(simulation: Simulation, at: datetime) -> str:
    """What to do about a simulation that takes longer than any should, in a sentence; empty while it does not."""
    if not simulation.is_unfinished or at - (simulation.started_at or simulation.asked_at) < LONG:
        return ""
    return (
        f"It has not ended for more than {LONG.seconds // 60} minutes: whoever works on it may have stopped. "
        "If the figure below stays as it is, cancel the simulation and start it again."
    )


def stale(simulation: Simulation) -> str:
    """What has become of the version since it was simulated, in a sentence; empty when it is the same."""
    if simulation.version is None:
        return f"Version {simulation.version_number} has been discarded since."
    now, then = documents.of_terms(terms.draft(simulation.version)[0]), simulation.inputs["terms"]
    if now == then:
        return ""
    return f"Version {simulation.version_number} has changed since. Simulate it again to see what that makes of it."

"""Jobs that price. Both may run twice, at once, or be killed: pricing appends only what the ledger does not say yet."""

from datetime import date

from celery import shared_task
from django.utils import timezone

from accounts.selectors import users
from payments.actions import everything, requests, simulating, trials


@shared_task
def price(*, programme_id: int) -> None:
    """Price one programme as of today."""
    requests.carry_out(programme_id=programme_id, at=timezone.now())


@shared_task
def price_all() -> None:
    """Price every programme as of today, and forecast its cash: the nightly job."""
    now = timezone.now()
    system = users.system_user(everything.SYSTEM)
    everything.price_all(as_of=timezone.localdate(now), by=system, at=now)
    everything.forecast_all(as_of=timezone.localdate(now), by=system, at=now)


@shared_task
def forecast(*, programme_id: int) -> None:
    """Forecast the cash of one programme."""
    requests.carry_out_forecast(programme_id=programme_id, at=timezone.now())


@shared_task
def try_versions(*, earlier_id: int, later_id: int, as_of: str, viewer_id: int) -> None:
    """Try two versions of a contract on what happened, for the page that compares them."""
    trials.carry_out(earlier_id=earlier_id, later_id=later_id, as_of=date.fromisoformat(as_of), viewer_id=viewer_id)


@shared_task
def simulate(*, simulation_id: int) -> None:
    """Carry out a simulation that somebody asked for."""
    simulating.carry_out(simulation_id=simulation_id, at=timezone.now())

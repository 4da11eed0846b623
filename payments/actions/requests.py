"""Ask for a programme to be priced now: at once while it is small, otherwise by a worker."""

import dataclasses
import functools
from datetime import datetime

from celery import current_app
from django.db import transaction
from django.utils import timezone

from accounts.actions import audit
from accounts.models import User
from accounts.selectors import users
from govuk import formats
from outcomes.models import Claim
from payments import permissions
from payments.actions import forecasts, pricing
from payments.actions.everything import SYSTEM
from payments.models import PricingRun
from stages.models import Programme

MOST_CLAIMS_AT_ONCE = 20_000
PRICE = "payments.tasks.price"
FORECAST = "payments.tasks.forecast"


@dataclasses.dataclass(frozen=True)
class Requested:
    """What became of the request: done at once, with the run if anything changed, or left to a worker.

    `held`: in words, what has no open statement to go on.
    """

    by_worker: bool
    run: PricingRun | None = None
    held: str = ""


@transaction.atomic
def price_now(*, programme: Programme, by: User, at: datetime) -> Requested:
    """Price the programme as of today, here or, where it is large, by a worker."""
    permissions.require(by, "statement.price", programme)
    if _is_small(programme):
        done = pricing.carry_out(programme=programme, as_of=timezone.localdate(at), by=by, at=at)
        return Requested(by_worker=False, run=done.run, held=done.held_in_words)
    audit.record(by=by, at=at, action="payments.run.request", programme=programme.slug, subject=programme)
    job = current_app.signature(PRICE, kwargs={"programme_id": programme.pk})
    transaction.on_commit(functools.partial(job.apply_async), robust=True)
    return Requested(by_worker=True)


def _is_small(programme: Programme) -> bool:
    claims = Claim.objects.filter(programme=programme).values_list("pk", flat=True)
    return len(claims[: MOST_CLAIMS_AT_ONCE + 1]) <= MOST_CLAIMS_AT_ONCE


def carry_out(*, programme_id: int, at: datetime) -> PricingRun | None:
    """What the worker does for such a request."""
    programme = Programme.objects.get(pk=programme_id)
    return pricing.price(programme=programme, as_of=timezone.localdate(at), by=users.system_user(SYSTEM), at=at)


def in_words(done: Requested) -> str:
    """What became of the request, in a sentence."""
    if done.by_worker:
        return "The programme is being priced. Look again in a minute."
    if done.run is None:
        return done.held or "Nothing has changed: the statements say already what is owed."
    entries = "1 entry" if done.run.entries == 1 else f"{done.run.entries:,} entries"
    return f"Priced: {entries}, {formats.money(done.run.net)} in all. {done.held}".strip()


@transaction.atomic
def forecast_now(*, programme: Programme, by: User, at: datetime) -> str:
    """Make the cash forecast here or, where the programme is large, by a worker. Returns what was done, in words."""
    permissions.require(by, "statement.price", programme)
    if _is_small(programme):
        made = forecasts.make(programme=programme, as_of=timezone.localdate(at), by=by, at=at)
        return "The forecast is made." if made else "There is no agreed contract yet to forecast by."
    audit.record(by=by, at=at, action="payments.forecast.request", programme=programme.slug, subject=programme)
    job = current_app.signature(FORECAST, kwargs={"programme_id": programme.pk})
    transaction.on_commit(functools.partial(job.apply_async), robust=True)
    return "The forecast is being made. Look again in a minute."


def carry_out_forecast(*, programme_id: int, at: datetime) -> None:
    """What the worker does for such a request."""
    programme = Programme.objects.get(pk=programme_id)
    forecasts.make(programme=programme, as_of=timezone.localdate(at), by=users.system_user(SYSTEM), at=at)

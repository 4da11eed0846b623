"""Price every programme that has a contract, as the nightly job does."""

import dataclasses
import logging
from datetime import date, datetime

from accounts.models import User
from payments.actions import forecasts, pricing
from payments.models import PricingRun
from stages.models import Programme

logger = logging.getLogger(__name__)
SYSTEM = "pricing"


@dataclasses.dataclass(frozen=True)
class Done:
    """The runs that appended something, and the programmes that could not be priced."""

    runs: list[PricingRun]
    failed: list[str]


def price_all(*, as_of: date, by: User, at: datetime) -> Done:
    """Price one programme after another, each in its own transaction; one that fails does not hold up the others."""
    runs: list[PricingRun] = []
    failed: list[str] = []
    contracted = Programme.objects.filter(contract_versions__agreed_at__isnull=False, memberships__isnull=False)
    for programme in contracted.distinct().order_by("pk"):
        try:
            done = pricing.carry_out(programme=programme, as_of=as_of, by=by, at=at)
        except Exception:
            logger.exception("Programme %s could not be priced", programme.slug)
            failed.append(programme.slug)
        else:
            runs += [done.run] if done.run else []
            if done.held:
                logger.warning("Programme %s: %s", programme.slug, done.held_in_words)
    return Done(runs, failed)


def forecast_all(*, as_of: date, by: User, at: datetime) -> list[str]:
    """Forecast the cash of one programme after another. Returns the slugs of those for which it failed."""
    failed: list[str] = []
    contracted = Programme.objects.real().filter(contract_versions__agreed_at__isnull=False)
    for programme in contracted.distinct().order_by("pk"):
        try:
            forecasts.make(programme=programme, as_of=as_of, by=by, at=at)
        except Exception:
            logger.exception("The cash of programme %s could not be forecast", programme.slug)
            failed.append(programme.slug)
    return failed

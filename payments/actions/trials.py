"""Try two versions of the contract on what happened: at once while the programme is small, otherwise by a worker."""

from datetime import date

from celery import current_app
from django.core.cache import cache

from accounts.models import User
from contracts.models import ContractVersion
from payments.actions.requests import MOST_CLAIMS_AT_ONCE
from payments.selectors import version_trials
from payments.selectors.version_trials import Costs, Trial

TRY = "payments.tasks.try_versions"
ASKED_SECONDS = 600


def costs(found: Trial, *, viewer: User) -> tuple[Costs, Costs] | None:
    """The costs under both versions; None while a worker is at it. Asking again asks no second worker."""
    known = version_trials.known_costs(found)
    if known is not None:
        return known
    if not version_trials.is_large(found.programme, MOST_CLAIMS_AT_ONCE):
        return version_trials.work_out(found)
    if cache.add(f"asked:{found.key}", True, ASKED_SECONDS):
        given = {
            "earlier_id": found.earlier.pk,
            "later_id": found.later.pk,
            "as_of": found.as_of.isoformat(),
            "viewer_id": viewer.pk,
        }
        current_app.signature(TRY, kwargs=given).apply_async()
    return None


def carry_out(*, earlier_id: int, later_id: int, as_of: date, viewer_id: int) -> None:
    """What the worker does for such a request. It changes nothing but what is remembered."""
    versions = ContractVersion.objects.select_related("programme").in_bulk([earlier_id, later_id])
    viewer = User.objects.get(pk=viewer_id)
    version_trials.work_out(version_trials.trial(versions[earlier_id], versions[later_id], as_of, viewer))

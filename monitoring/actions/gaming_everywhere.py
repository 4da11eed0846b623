"""Looking for gaming in all programmes, in batches: a fault in one does not keep the others from being looked at."""

import logging
from collections.abc import Sequence
from datetime import date, datetime
from itertools import islice

from accounts.models import User
from monitoring.actions import gaming
from stages.models import Programme

log = logging.getLogger(__name__)

BATCH = 100


def run(*, as_of: date, by: User, at: datetime, batch: int = BATCH) -> list[str]:
    """Look at every programme that has an agreed contract. Returns the slugs of those that could not be looked at."""
    failed: list[str] = []
    contracted = Programme.objects.real().filter(contract_versions__agreed_at__isnull=False).distinct().order_by("pk")
    waiting = iter(contracted)
    while programmes := list(islice(waiting, batch)):
        try:
            gaming.look(programmes=programmes, as_of=as_of, by=by, at=at)
        except Exception:
            log.exception("A batch of %s programmes could not be looked at together.", len(programmes))
            failed += _one_by_one(programmes, as_of, by, at)
    return failed


def _one_by_one(programmes: Sequence[Programme], as_of: date, by: User, at: datetime) -> list[str]:
    failed = []
    for programme in programmes:
        try:
            gaming.look(programmes=[programme], as_of=as_of, by=by, at=at)
        except Exception:
            log.exception("Programme %s could not be looked at.", programme.slug)
            failed.append(programme.slug)
    return failed

"""The monitor over all programmes, in batches: a fault in one programme does not keep the others from being judged."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice

from accounts.actions.memory import collection_paused
from accounts.models import User
from monitoring.actions import monitor
from monitoring.actions.results import Result
from stages.models import Programme

log = logging.getLogger(__name__)

BATCH = 100


@dataclass
class Done:
    """The results of all programmes that could be judged, and the slugs of those that could not."""

    results: list[Result] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def run(*, as_of: date, by: User, at: datetime, batch: int = BATCH) -> Done:
    """Judge every programme that has an agreed contract. Each batch is one transaction.

    When a batch fails its programmes are judged one by one, so that the fault touches only the one that has it.
    """
    done = Done()
    with collection_paused():
        for programmes in _batches(batch):
            try:
                done.results += monitor.run_many(programmes=programmes, as_of=as_of, by=by, at=at)
            except Exception:
                log.exception("A batch of %s programmes could not be judged together.", len(programmes))
                _one_by_one(programmes, done, as_of, by, at)
    return done


def _batches(size: int) -> Iterator[list[Programme]]:
    contracted = Programme.objects.real().filter(contract_versions__agreed_at__isnull=False).distinct().order_by("pk")
    programmes = iter(contracted)
    while batch := list(islice(programmes, size)):
        yield batch


def _one_by_one(programmes: Sequence[Programme], done: Done, as_of: date, by: User, at: datetime) -> None:
    for programme in programmes:
        try:
            done.results.append(monitor.run(programme=programme, as_of=as_of, by=by, at=at))
        except Exception:
            log.exception("Programme %s could not be judged.", programme.slug)
            done.failed.append(programme.slug)

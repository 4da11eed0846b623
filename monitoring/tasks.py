"""What the worker does for the monitor. Both tasks are safe to run twice and at the same time."""

import logging
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from accounts.selectors import users
from monitoring.actions import answering, everything, gaming_everywhere, requests
from monitoring.selectors import months, shown
from stages.models import Programme

log = logging.getLogger(__name__)


@shared_task
def monitor_all() -> None:
    """Every night: judge each programme up to and including yesterday, then answer what was registered in advance."""
    now = timezone.now()
    as_of = timezone.localdate(now) - timedelta(days=1)
    system = users.system_user(requests.SYSTEM)
    done = everything.run(as_of=as_of, by=system, at=now)
    for slug in [*done.failed, *answering.answer_all(as_of=as_of, by=system, at=now)]:
        log.error("The monitor could not judge programme %s; it is tried again tomorrow.", slug)
    for slug in gaming_everywhere.run(as_of=as_of, by=system, at=now):
        log.error("The figures of programme %s could not be looked at; it is tried again tomorrow.", slug)
    for run in filter(None, (result.run for result in done.results)):
        _prepare(run.programme)


@shared_task
def monitor_programme(*, request_id: int) -> None:
    """Carry out a request that somebody made by the button."""
    try:
        request = requests.carry_out(request_id=request_id, at=timezone.now())
    except Exception:
        requests.give_up(request_id=request_id, at=timezone.now())
        raise
    _prepare(request.programme)


def _prepare(programme: Programme) -> None:
    """Work out what pages keep of a run, so that nobody who looks has to wait: months, and what small counts hide."""
    months.keep(programme)
    shown.hidden(programme)

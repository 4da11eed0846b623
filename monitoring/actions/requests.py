"""Asking for the monitor to run now. A worker takes the request once; who asked sees what came of it."""

from datetime import date, datetime, timedelta

from celery import current_app
from django.db import transaction

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User
from accounts.selectors import users
from monitoring import permissions
from monitoring.actions import answering, gaming, monitor
from monitoring.actions.results import Result
from monitoring.models import MonitorRequest
from stages.models import Programme

SYSTEM = "monitor"
CARRY_OUT = "monitoring.tasks.monitor_programme"
LOST_AFTER = timedelta(minutes=15)


class AlreadyWaiting(Refused):
    """A run was asked for and has not finished."""


@transaction.atomic
def ask(*, programme: Programme, as_of: date, by: User, at: datetime) -> MonitorRequest:
    """Ask for a run of the monitor up to and including `as_of`. Refused while an earlier request is not finished.

    A request that no worker has finished within 15 minutes is taken to be lost.
    """
    permissions.require(by, "monitor.run", programme)
    if programme.is_sandbox:
        raise Refused(monitor.SANDBOX)
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    waiting = MonitorRequest.objects.filter(programme=programme, finished_at__isnull=True).first()
    if waiting is not None:
        if at - waiting.requested_at < LOST_AFTER:
            raise AlreadyWaiting("The monitor has already been asked to run. Its result will appear on this page.")
        _finish(waiting, "No worker took it up, so it was asked for again.", at)
    request = MonitorRequest.objects.create(programme=programme, as_of=as_of, requested_by=by, requested_at=at)
    audit.record(
        by=by, at=at, action="monitoring.ask", programme=programme.slug, subject=request, after={"as_of": as_of}
    )
    signature = current_app.signature(CARRY_OUT, kwargs={"request_id": request.pk})
    transaction.on_commit(signature.apply_async, robust=True)
    return request


@transaction.atomic
def carry_out(*, request_id: int, at: datetime) -> MonitorRequest:
    """Run the monitor for a request. Doing it again changes nothing. The monitor acts as a system user."""
    request = MonitorRequest.objects.select_for_update(of=("self",)).select_related("programme").get(pk=request_id)
    if request.finished_at is not None:
        return request
    system = users.system_user(SYSTEM)
    result = monitor.run(programme=request.programme, as_of=request.as_of, by=system, at=at)
    answers = answering.answer(programme=request.programme, as_of=request.as_of, by=system, at=at)
    told = f" {len(answers)} new {_plural(len(answers), 'verdict')}." if answers else ""
    asked = gaming.look(programmes=[request.programme], as_of=request.as_of, by=system, at=at)
    told += f" {len(asked)} new {_plural(len(asked), 'question')} about figures." if asked else ""
    return _finish(request, in_words(result) + told, at)


@transaction.atomic
def give_up(*, request_id: int, at: datetime) -> MonitorRequest:
    """Say that a run failed, so that it can be asked for again. Nothing of the failed run was kept."""
    request = MonitorRequest.objects.select_for_update().get(pk=request_id)
    if request.finished_at is not None:
        return request
    return _finish(request, "It could not be finished because of a fault. Nothing was changed; run it again.", at)


def _finish(request: MonitorRequest, outcome: str, at: datetime) -> MonitorRequest:
    request.finished_at, request.outcome = at, outcome
    request.save(update_fields=["finished_at", "outcome"])
    return request


def in_words(result: Result) -> str:
    """What a run found, in one sentence."""
    if result.run is None:
        return "Nothing new: no data has come in since the last run that would change a result."
    new = sum(flag.is_new for flag in result.flags)
    parts = [f"{result.measurements} {_plural(result.measurements, 'result')} judged"]
    parts.append(f"{new} new {_plural(new, 'flag')} for the latest period")
    if result.findings:
        numbers = ", ".join(str(number) for number in result.findings)
        parts.append(f"{_plural(len(result.findings), 'finding')} {numbers} raised")
    if result.reopened:
        stages = ", ".join(str(one.stage) for one in result.reopened)
        parts.append(f"{_plural(len(result.reopened), 'stage')} {stages} reopened")
    return "; ".join(parts) + "."


def _plural(number: int, word: str) -> str:
    return word if number == 1 else f"{word}s"

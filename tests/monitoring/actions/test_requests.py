from datetime import timedelta

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.errors import Forbidden
from accounts.models import AuditEntry
from monitoring import tasks
from monitoring.actions import requests
from monitoring.models import MonitorRequest, MonitorRun
from tests.monitoring.scenes import NOW, YEAR_END, Scene


def ask(scene: Scene) -> MonitorRequest:
    return requests.ask(programme=scene.programme, as_of=YEAR_END, by=scene.commissioner, at=NOW)


def test_a_worker_carries_the_request_out_and_says_what_came_of_it(
    scene: Scene, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    for place, achieved in enumerate((150, 150, 60, 60)):
        scene.quarter(place, 300, achieved)
    with django_capture_on_commit_callbacks(execute=True):
        ask(scene)
    request = MonitorRequest.objects.get()
    assert request.outcome == "4 results judged; 1 new flag for the latest period; finding 1 raised; stage 4 reopened."
    assert AuditEntry.objects.filter(action="monitoring.ask", by=scene.commissioner).exists()


def test_carrying_out_a_request_twice_runs_the_monitor_once(scene: Scene) -> None:
    scene.quarter(0, 100, 50)
    request = ask(scene)
    first = requests.carry_out(request_id=request.pk, at=NOW)
    again = requests.carry_out(request_id=request.pk, at=NOW + timedelta(hours=1))
    assert first.finished_at == again.finished_at
    assert MonitorRun.objects.count() == 1


def test_a_run_that_finds_nothing_new_says_so(scene: Scene) -> None:
    scene.quarter(0, 100, 50)
    requests.carry_out(request_id=ask(scene).pk, at=NOW)
    later = requests.ask(programme=scene.programme, as_of=YEAR_END, by=scene.member, at=NOW + timedelta(hours=1))
    assert requests.carry_out(request_id=later.pk, at=NOW + timedelta(hours=1)).outcome.startswith("Nothing new")


def test_while_one_request_waits_another_is_refused_until_it_must_be_lost(scene: Scene) -> None:
    ask(scene)
    with pytest.raises(requests.AlreadyWaiting):
        ask(scene)
    later = NOW + timedelta(minutes=15)
    requests.ask(programme=scene.programme, as_of=YEAR_END, by=scene.commissioner, at=later)
    assert MonitorRequest.objects.filter(finished_at__isnull=True).count() == 1


def test_a_run_that_breaks_says_so_and_can_be_asked_for_again(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**fields: object) -> None:
        raise ArithmeticError

    request = ask(scene)
    monkeypatch.setattr("monitoring.actions.monitor.run", broken)
    with pytest.raises(ArithmeticError):
        tasks.monitor_programme(request_id=request.pk)
    request.refresh_from_db()
    assert request.outcome.startswith("It could not be finished")


def test_an_agent_may_not_ask(scene: Scene) -> None:
    with pytest.raises(Forbidden):
        requests.ask(programme=scene.programme, as_of=YEAR_END, by=scene.for_north, at=NOW)

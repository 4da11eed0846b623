import gc
import json
import threading
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from monitoring import tasks
from monitoring.actions import everything, monitor
from monitoring.actions.judging import Judging
from monitoring.actions.results import Result
from monitoring.models import Flag, Measurement, MonitorRun
from monitoring.selectors import shown
from stages.models import Finding, Programme
from tests import builders
from tests.monitoring import scenes
from tests.monitoring.scenes import NOW, YEAR_END, Scene


def off_track(scene: Scene) -> None:
    for place, achieved in enumerate((150, 150, 60, 60)):
        scene.quarter(place, 300, achieved)


def command(*arguments: str) -> Any:
    out = StringIO()
    call_command("monitor", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_the_command_prints_flags_and_reopenings_and_the_second_time_changes_nothing(scene: Scene) -> None:
    off_track(scene)
    first = command("--as-of", "2025-12-31")
    assert first["targets"] == 1
    (flag,) = first["flags"]
    assert (flag["target"], flag["status"], flag["stages"], flag["finding"]) == ("job-rate", "red", [4], 1)
    assert float(flag["probability"]) < 1e-5
    assert "600 people" in flag["reason"]
    assert [(one["stage"], one["visit"]) for one in first["reopened"]] == [(4, 2)]
    second = command("--programme", scene.programme.slug, "--as-of", "2025-12-31")
    assert (second["measurements"], second["findings"], second["reopened"]) == (0, [], [])
    assert MonitorRun.objects.count() == 1


def test_the_command_says_what_it_found_in_words(scene: Scene) -> None:
    off_track(scene)
    out = StringIO()
    call_command("monitor", "--as-of", "2025-12-31", stdout=out)
    assert "red: job-rate (off_track, 2025-q4) → finding 1" in out.getvalue()
    assert "stage 4 reopened (visit 2)" in out.getvalue()


def test_an_unknown_programme_or_day_is_refused_in_one_sentence(db: None) -> None:
    with pytest.raises(CommandError, match="There is no programme “nowhere”"):
        command("--programme", "nowhere")
    with pytest.raises(CommandError, match="--as-of must be a day"):
        command("--as-of", "yesterday")


def test_a_fault_in_one_programme_does_not_keep_the_others_from_being_judged(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    off_track(scene)
    other = builders.programme(name="Broken")
    whole = monitor.run_many

    def breaking(*, programmes: list[Programme], **fields: Any) -> list[Result]:
        if other in programmes:
            raise ArithmeticError
        return whole(programmes=programmes, **fields)

    monkeypatch.setattr(monitor, "run_many", breaking)
    monkeypatch.setattr(everything, "_batches", lambda size: iter([[scene.programme, other]]))
    done = everything.run(as_of=YEAR_END, by=builders.system(), at=NOW)
    assert done.failed == [other.slug]
    assert [result.programme for result in done.results] == [scene.programme.slug]


def test_the_nightly_job_judges_every_programme_with_a_contract(scene: Scene) -> None:
    off_track(scene)
    builders.programme()
    tasks.monitor_all()
    assert Measurement.objects.count() == 4
    assert Finding.objects.count() == 1


def test_what_small_counts_hide_is_decided_before_anybody_looks(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.quarter(0, 200, 190)
    tasks.monitor_all()
    assert not Finding.objects.exists()
    monkeypatch.setattr(shown, "_go_on", lambda *_given: pytest.fail("It is decided when it is looked at."))
    assert shown.hidden(scene.programme).places


@pytest.mark.django_db(transaction=True)
@pytest.mark.fault("Three workers monitor one programme at once")
def test_two_monitors_at_the_same_time_judge_and_raise_once() -> None:
    scene = scenes.scene()
    off_track(scene)
    by = builders.system()
    start = threading.Barrier(3)
    failures: list[BaseException] = []

    def go() -> None:
        try:
            start.wait()
            monitor.run(programme=scene.programme, as_of=YEAR_END, by=by, at=NOW)
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=go) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert (MonitorRun.objects.count(), Measurement.objects.count(), Finding.objects.count()) == (1, 4, 1)
    assert Flag.objects.count() == 2


def test_the_table_of_calibration_is_printed_for_a_seed() -> None:
    out = StringIO()
    call_command("monitor", "--calibration", "--made-up", "30", "--seed", "5", stdout=out)
    first = out.getvalue()
    assert "80% to 100%" in first
    assert "twice as wide" in first
    again = StringIO()
    call_command("monitor", "--calibration", "--made-up", "30", "--seed", "5", stdout=again)
    assert again.getvalue() == first
    with pytest.raises(CommandError, match="1 or more"):
        call_command("monitor", "--calibration", "--made-up", "0")


def test_nothing_of_a_programme_is_kept_once_it_is_judged(scene: Scene) -> None:
    off_track(scene)
    gc.disable()
    try:
        done = everything.run(as_of=YEAR_END, by=builders.system(), at=NOW)
        assert done.results[0].findings == [1]
        assert not [one for one in gc.get_objects() if type(one) is Judging]
    finally:
        gc.enable()

"""What a run says it found: judged, raised, standing, cleared, forecast; for one programme, and for a thousand."""

import json
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from monitoring.actions import monitor, run_words
from monitoring.actions.results import FlagLine, Result
from monitoring.models import Flag, GamingQuestion
from tests import builders
from tests.monitoring.scenes import NOW, QUARTERS, Scene

pytestmark = pytest.mark.django_db


def run(scene: Scene, place: int, days: int = 0) -> Result:
    """Up to the end of the quarter at the place."""
    return monitor.run(
        programme=scene.programme, as_of=QUARTERS[place][2], by=builders.system(), at=NOW + timedelta(days=days)
    )


def kinds(lines: list[FlagLine]) -> list[tuple[str, str]]:
    return [(one.kind, one.period) for one in lines]


def printed(*arguments: str, verbosity: int = 1) -> str:
    out = StringIO()
    call_command("monitor", *arguments, verbosity=verbosity, stdout=out)
    return out.getvalue()


def test_a_run_says_which_periods_it_judged_and_what_it_raised_in_any_of_them(scene: Scene) -> None:
    for place, achieved in enumerate((60, 60, 150)):
        scene.quarter(place, 300, achieved)
    found = run(scene, 2)
    assert (found.period, found.judged) == ("2025-q3", ["2025-q1", "2025-q2", "2025-q3"])
    assert ("off_track", "2025-q1") in kinds(found.raised)
    assert found.raised == [one for one in found.raised if one.is_new]
    again = run(scene, 2, 1)
    assert (again.run, again.judged, again.raised, again.cleared) == (None, [], [], [])


def test_a_target_that_has_recovered_is_cleared_and_stands_no_longer(scene: Scene) -> None:
    people = scene.quarter(0, 300, 60)
    assert kinds(run(scene, 0).flags) == [("off_track", "2025-q1")]
    scene.achieve(people[60:160], date(2025, 3, 20))
    found = run(scene, 0, 1)
    assert (found.flags, kinds(found.cleared)) == ([], [("off_track", "2025-q1")])
    assert Flag.objects.count() == 1
    assert run(scene, 0, 2).flags == []


def test_in_the_next_period_what_was_flagged_before_is_cleared_only_by_a_verdict(scene: Scene) -> None:
    scene.quarter(0, 300, 60)
    run(scene, 0)
    assert run(scene, 1).cleared == []
    scene.quarter(1, 1500, 1400)
    assert kinds(run(scene, 1, 1).cleared) == [("off_track", "2025-q2")]


def test_forecasts_are_told_for_the_next_period_and_the_end_of_the_contract(scene: Scene) -> None:
    scene.quarter(0, 300, 60)
    found = run(scene, 0)
    assert {(one.target, one.by, one.is_last) for one in found.forecasts} == {
        ("job-rate", "2025-q2", False), ("job-rate", "2025-q4", True)
    }  # fmt: skip
    assert all(one.probability > 0.9 for one in found.forecasts)
    words = printed("--programme", scene.programme.slug, "--as-of", "2025-03-31")
    assert "nothing new" in words
    assert "stands – " in words


def test_the_command_tells_of_one_programme_all_that_was_found(scene: Scene) -> None:
    scene.quarter(0, 300, 60)
    words = printed("--programme", scene.programme.slug, "--as-of", "2025-03-31")
    assert "1 result of 2025-q1 judged, 1 target." in words
    assert "new – " in words
    assert "off_track, 2025-q1" in words
    assert "% chance of being missed by 2025-q4, the end of the contract" in words


def test_many_programmes_are_told_in_a_summary_and_one_by_one_when_asked() -> None:
    flag = FlagLine("job", "off_track", "2025-q1", "red", "", None, [4], None, True)
    quiet = [Result(f"quiet-{n}", 10) for n in range(970)]
    loud = [Result(f"loud-{n}", 10, period="2025-q1", flags=[flag], raised=[flag], findings=[1]) for n in range(30)]
    results = [*quiet, *loud]
    first, second = run_words.summary(results, 2)
    assert first.startswith("1,000 programmes with 10,000 targets: ")
    assert second.startswith("30 flags raised, 0 cleared, 30 standing; 30 findings raised")
    assert second.endswith("2 questions about figures asked.")
    short = list(run_words.programmes(results, every=False))
    assert len(short) == run_words.MOST_TOLD + 1
    assert short[0] == "  loud-0, 2025-q1: 1 raised, 1 finding (1)"
    assert "10 more" in short[-1]
    assert len(list(run_words.programmes(results, every=True))) == 970 + 2 * 30


def test_the_document_names_the_programme_of_each_line(scene: Scene) -> None:
    scene.quarter(0, 300, 60)
    out = StringIO()
    call_command("monitor", "--as-of", "2025-03-31", "--json", stdout=out)
    document: dict[str, Any] = json.loads(out.getvalue())
    slug = scene.programme.slug
    assert {"targets", "flags", "reopened"} <= document.keys()
    assert [one["programme"] for one in document["raised"]] == [slug] * len(document["raised"])
    assert document["programmes"] == [
        {"programme": slug, "targets": 1, "period": "2025-q1", "judged": ["2025-q1"], "measurements": 1}
    ]
    assert document["questions"] == GamingQuestion.objects.count()
    assert {one["target"] for one in document["forecasts"]} == {"job-rate"}

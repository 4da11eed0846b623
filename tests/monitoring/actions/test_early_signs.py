"""Forecasts, starts, waiting, control charts and the pattern behind a finding."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from monitoring.actions import everything, monitor
from monitoring.actions.results import Result
from monitoring.models import Flag, Measurement, MonitorRun
from stages.models import Finding, Programme
from tests import builders
from tests.contracts import documents
from tests.monitoring import scenes
from tests.monitoring.scenes import NOW, QUARTERS, YEAR_END, Scene

STARTS = {"starts": {"low": "800", "expected": "1000", "high": "1200", "source": "Referrals of 2024"}}


def run(scene: Scene, as_of: date = YEAR_END) -> Result:
    return monitor.run(programme=scene.programme, as_of=as_of, by=builders.system(), at=NOW)


def flags(kind: str) -> list[Flag]:
    return list(Flag.objects.filter(kind=kind).order_by("pk"))


def test_a_target_that_is_likely_to_be_missed_is_at_risk_with_its_chance(scene: Scene) -> None:
    scene.quarter(1, 40, 15)
    run(scene, QUARTERS[1][2])
    found = Measurement.objects.latest("period__ends_on")
    assert (found.status, found.details["by_forecast"]) == ("amber", True)
    assert "the chance of missing the target by" in found.reason
    assert [(one["period"], one["is_last"]) for one in found.details["forecast"]] == [
        ("2025-q3", False),
        ("2025-q4", True),
    ]
    (flag,) = flags("forecast")
    assert (flag.severity, flag.stages) == ("amber", [4])
    assert flag.probability is not None
    assert flag.probability > Decimal("0.8")


def test_after_the_last_period_nothing_is_left_to_forecast(scene: Scene) -> None:
    scene.quarter(3, 40, 16)
    run(scene)
    assert "forecast" not in Measurement.objects.get(period=scene.period(3)).details


def test_a_number_is_forecast_for_the_next_period_and_so_far_for_the_contract(db: None) -> None:
    scene = scenes.scene(targets=[scenes.COUNT])
    for place, achieved in enumerate((90, 95, 92)):
        scene.quarter(place, 200, achieved)
    run(scene, QUARTERS[2][2])
    (both,) = Measurement.objects.get(period=scene.period(2)).details["forecast"]
    assert (both["is_last"], both["asked"]) == (True, 400)
    assert 277 < both["mean"] < 400
    assert both["missing"] > 0.8


def test_too_few_starts_are_flagged_and_twice_running_question_the_plan(db: None) -> None:
    scene = scenes.scene(assumptions=STARTS)
    scene.quarter(0, 100, 50)
    run(scene, QUARTERS[0][2])
    (flag,) = flags("starts")
    assert flag.severity == "red"
    assert "100 started in 2025-q1, where 246 were planned" in flag.reason
    assert not Finding.objects.exists()
    scene.quarter(1, 100, 50)
    run(scene, QUARTERS[1][2])
    finding = Finding.objects.get()
    assert finding.title == "Fewer people start than was planned"
    assert list(finding.stages.values_list("stage", flat=True)) == [1, 4, 5]
    run(scene, QUARTERS[1][2])
    assert (len(flags("starts")), Finding.objects.count()) == (2, 1)


def test_who_has_started_is_not_known_while_the_data_of_a_period_are_late(db: None) -> None:
    """In the night after the second quarter nobody has sent anything of it: that is no lack of starts."""
    scene = scenes.scene(assumptions=STARTS)
    scene.start(250, QUARTERS[0][1], received=scenes.moment(date(2025, 4, 5)))
    run(scene, QUARTERS[1][2])
    assert flags("starts") == []
    scene.start(100, QUARTERS[1][1], received=scenes.moment(date(2025, 7, 20)))
    run(scene, QUARTERS[1][2])
    (flag,) = flags("starts")
    assert "100 started in 2025-q2, where 249 were planned" in flag.reason


def test_of_the_first_period_only_the_days_since_the_contract_began_are_planned_for(db: None) -> None:
    """45 of the 90 days of the quarter: 123 of 1,000 starts a year, not 246."""
    scene = scenes.scene(assumptions=STARTS, effective_from="2025-02-15")
    scene.start(60, date(2025, 3, 1))
    run(scene, QUARTERS[0][2])
    (flag,) = flags("starts")
    assert "60 started in 2025-q1, where 123 were planned" in flag.reason


def test_the_lines_are_those_of_the_contract(db: None) -> None:
    lines = {"starts_in_period": "0.3", "starts_cumulative": "0.3", "red_periods": 3}
    scene = scenes.scene(assumptions=STARTS, monitoring_rules=lines)
    for place in range(2):
        scene.quarter(place, 100, 20)
    run(scene, QUARTERS[1][2])
    assert flags("starts") == []
    assert not Finding.objects.exists()
    scene.quarter(2, 100, 20)
    run(scene, QUARTERS[2][2])
    assert Finding.objects.get().key == "off_track:job-rate:2025-q1"


def test_people_who_wait_for_a_key_worker_are_flagged_once_the_records_should_be_in(scene: Scene) -> None:
    started = scene.quarter(3, 100, 50)
    scenes.give_key_worker(scene, started[:90])
    run(scene, YEAR_END)
    assert flags("waiting") == []
    run(scene, date(2026, 1, 30))
    (flag,) = flags("waiting")
    assert (flag.subject, flag.stages) == ("northway", [5, 3])
    assert flag.reason.startswith("10 of 100 who started have no key worker yet")
    assert "working days" in flag.reason


def test_a_month_that_does_not_fit_chance_is_a_signal_told_once(db: None) -> None:
    scene = scenes.scene(window_days=400)
    for month in range(1, 9):
        started = scene.start(60, date(2025, month, 1))
        scene.achieve(started[: 8 if month == 5 else 30], date(2025, month, 20))
    run(scene, QUARTERS[2][2])
    run(scene)
    (flag,) = flags("signal")
    assert flag.subject == "job-rate · below · 2025-05"
    assert flag.reason == (
        "May 2025: below the programme’s own average, and worse than chance alone makes likely: at least one month "
        "lies more than three standard deviations below it. What was different then?"
    )


def months(scene: Scene, *achieved: int, first: int = 1) -> None:
    """So many of the 60 people who start each month have achieved it."""
    for month, number in enumerate(achieved, first):
        scene.achieve(scene.start(60, date(2025, month, 1))[:number], date(2025, month, 20))


def test_a_shift_that_breaks_several_rules_is_told_once_however_long_it_grows(db: None) -> None:
    """Against the lower average of later months other rules are broken, above and below, by the same shifts."""
    scene = scenes.scene(window_days=400)
    months(scene, 30, 30, 30, 30, 10, 10, 10)
    run(scene, QUARTERS[2][2])
    told = ["job-rate · above · 2025-01 to 2025-04", "job-rate · below · 2025-05 to 2025-07"]
    better, worse = flags("signal")
    assert [better.subject, worse.subject] == told
    assert better.reason == (
        "January 2025 to April 2025: above the programme’s own average, and better than chance alone makes likely: two "
        "of three months lie more than two standard deviations above it and four of five more than one. What was "
        "different then?"
    )
    assert worse.reason == (
        "May 2025 to July 2025: below the programme’s own average, and worse than chance alone makes likely: at least "
        "one month lies more than three standard deviations below it and two of three more than two. What was "
        "different then?"
    )
    months(scene, 10, 10, 10, first=8)
    run(scene, QUARTERS[3][2])
    assert [one.subject for one in flags("signal")] == told


@pytest.mark.parametrize(
    ("of_old", "told"),
    [
        (["job-rate · eight · 2025-01", "job-rate · beyond · 2025-06"], 0),
        (["job-rate · beyond · 2025-06"], 1),
        (["job · beyond · 2025-06", "job-rate-2 · beyond · 2025-06"], 2),
    ],
)
def test_signals_told_rule_by_rule_before_an_upgrade_are_not_told_again(of_old: list[str], told: int, db: None) -> None:
    scene = scenes.scene(window_days=400)
    months(scene, 30, 30, 30, 30, 10, 10, 10)
    for subject in of_old:
        side = "above" if "eight" in subject else "below"
        Flag.objects.create(
            programme=scene.programme,
            kind="signal",
            subject=subject,
            period=scene.period(0),
            severity="amber",
            reason=f"June 2025: one point {side} the programme’s own average. What was different then?",
            raised_at=NOW,
        )
    run(scene, QUARTERS[2][2])
    assert len(flags("signal")) == len(of_old) + told


def test_control_charts_can_be_left_out_by_the_contract(db: None) -> None:
    scene = scenes.scene(window_days=400, monitoring_rules={"control_charts": False})
    for month in range(1, 9):
        scene.achieve(scene.start(60, date(2025, month, 1))[: 8 if month == 5 else 30], date(2025, month, 20))
    run(scene)
    assert flags("signal") == []


@pytest.mark.parametrize(("named", "stages"), [([], [3, 5]), (scenes.RATE["questions_stages"], [4])])
def test_a_finding_says_what_the_pattern_suggests(named: list[dict[str, Any]], stages: list[int], db: None) -> None:
    scene = scenes.scene(targets=[{**scenes.RATE, "questions_stages": named}])
    for place in range(2):
        scene.quarter(place, 300, 60)
        scene.quarter(place, 300, 150, agent=scene.south)
    run(scene, QUARTERS[1][2])
    finding = Finding.objects.get()
    assert list(finding.stages.values_list("stage", flat=True)) == stages
    rows = finding.evidence["what_the_pattern_suggests"]
    assert {row["stage"] for row in rows} == {"3", "5"}
    assert rows[0]["what_is_seen"] == "Behind the other agents with like people: “Northway”."


@pytest.mark.parametrize(
    ("holding", "seen"),
    [
        ("reoffending", ["Whether it happens at all holds (Reoffends), while how often it happens is worse (Crimes)."]),
        ("job", []),
    ],
)
def test_how_often_is_held_against_whether_only_where_both_speak_of_the_same(
    holding: str, seen: list[str], db: None
) -> None:
    """More crimes beside as many who reoffend as expected; work that is found as expected says nothing of crimes."""
    crimes = {"code": "crimes", "outcome": "crime", "measure": "count", "value": "20"}
    steady = {"code": "steady", "outcome": holding, "measure": "rate", "value": "0.5"}
    scene = scenes.scene(
        window_days=60,
        targets=[crimes, steady],
        outcomes=[
            documents.outcome("job", window_days=60),
            documents.outcome("reoffending", name="Reoffends", direction="lower", window_days=60),
            documents.outcome("crime", name="Crimes", kind="frequency", direction="lower", window_days=60,
                              max_per_participant=5),
        ],
    )  # fmt: skip
    for place in range(2):
        started = scene.start(200, QUARTERS[place][1])
        scene.achieve(started[:100], QUARTERS[place][1] + timedelta(days=30), outcome=holding)
        for sequence in (1, 2):
            scene.achieve(started[:80], QUARTERS[place][1] + timedelta(days=30), outcome="crime", sequence=sequence)
    run(scene, QUARTERS[1][2])
    evidence = Finding.objects.get().evidence
    told = {row["what_is_seen"] for row in evidence.get("what_the_pattern_suggests", [])}
    assert [one for one in told if "how often" in one] == seen


def test_a_night_that_was_cut_short_is_taken_up_where_it_stopped(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    other = scenes.scene()
    for one in (scene, other):
        for place, achieved in enumerate((150, 150, 60, 60)):
            one.quarter(place, 300, achieved)
    whole, by = monitor.run_many, builders.system()

    def killed(*, programmes: list[Programme], **fields: Any) -> list[Result]:
        done = whole(programmes=programmes, **fields)
        if other.programme in programmes:
            raise KeyboardInterrupt
        return done

    monkeypatch.setattr(monitor, "run_many", killed)
    with pytest.raises(KeyboardInterrupt):
        everything.run(as_of=YEAR_END, by=by, at=NOW, batch=1)
    monkeypatch.setattr(monitor, "run_many", whole)
    for _night in range(2):
        assert everything.run(as_of=YEAR_END, by=by, at=NOW, batch=1).failed == []
    assert MonitorRun.objects.count() == 2
    assert Measurement.objects.count() == 8
    assert Finding.objects.filter(source=Finding.Source.MONITORING).count() == 2
    assert Flag.objects.filter(kind="off_track").count() == 4


def test_too_few_people_for_long_ask_once_whether_cohorts_should_be_pooled(db: None) -> None:
    scene = scenes.scene(monitoring_rules={"too_few_periods": 3})
    for place in range(3):
        scene.quarter(place, 2, 1)
    run(scene, QUARTERS[1][2])
    assert flags("too_few") == []
    run(scene, QUARTERS[2][2])
    (flag,) = flags("too_few")
    assert flag.reason == "Too few people to say anything since 2025-q1: 3 periods in a row."
    finding = Finding.objects.get()
    assert flag.finding == finding
    assert (finding.title, finding.severity) == ("Too few people to say how it is going", "amber")
    assert list(finding.stages.values_list("stage", flat=True)) == [4, 6]
    assert finding.evidence["targets"][0]["since"] == "2025-q1"
    run(scene)
    assert Finding.objects.count() == 1


def test_data_that_are_late_are_not_too_few_people(db: None) -> None:
    scene = scenes.scene(monitoring_rules={"too_few_periods": 1})
    started = scene.start(2, QUARTERS[0][1])
    scene.achieve(started, date(2025, 2, 1), received=scenes.moment(date(2025, 2, 2)))
    run(scene, date(2025, 5, 15))
    assert flags("late_data")
    assert flags("too_few") == []

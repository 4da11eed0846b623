from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.errors import Forbidden
from accounts.models import AuditEntry, Role
from monitoring.actions import monitor
from monitoring.actions.results import Result
from monitoring.models import Flag, Measurement, MonitorRun
from outcomes.models import ClaimState
from stages.actions import findings, visits
from stages.models import Finding, Programme, StageVisit
from stages.selectors import visits as visits_selector
from tests import builders
from tests.monitoring import scenes
from tests.monitoring.scenes import NOW, QUARTERS, YEAR_END, Scene


def run(scene: Scene, as_of: date = YEAR_END, **fields: Any) -> Result:
    given: dict[str, Any] = {"by": builders.system(), "at": NOW}
    return monitor.run(programme=scene.programme, as_of=as_of, **(given | fields))


def statuses(target: str = "job-rate") -> dict[str, str]:
    found = Measurement.objects.filter(target__code=target).standing().select_related("period")
    return {one.period.code: one.status for one in found}


def off_track_twice(scene: Scene) -> None:
    """On track for half of the year, then red in two quarters running."""
    for place, achieved in enumerate((150, 150, 60, 60)):
        scene.quarter(place, 300, achieved)


def counts() -> dict[str, int]:
    models: list[Any] = [MonitorRun, Measurement, Flag, Finding, StageVisit, AuditEntry]
    return {model.__name__: model.objects.count() for model in models}


def test_each_target_is_judged_for_each_complete_period(scene: Scene) -> None:
    off_track_twice(scene)
    result = run(scene)
    assert statuses() == {"2025-q1": "on_track", "2025-q2": "on_track", "2025-q3": "red", "2025-q4": "red"}
    assert (result.targets, result.measurements) == (1, 4)


def test_periods_that_end_after_the_day_are_not_judged(scene: Scene) -> None:
    off_track_twice(scene)
    run(scene, as_of=date(2025, 9, 29))
    assert set(statuses()) == {"2025-q1", "2025-q2"}


def test_a_cohort_is_judged_against_its_maturity_with_both_denominators(scene: Scene) -> None:
    scene.quarter(0, 100, 30)
    scene.start(50, date(2025, 2, 15))  # 44 of 90 days later: 48.9 % matured
    run(scene, as_of=QUARTERS[0][2])
    found = Measurement.objects.get()
    assert (found.numerator, found.denominator) == (30, 150)
    matured = 100 * 89 / 90 + 50 * 44 / 90
    assert float(found.expected) == pytest.approx(0.5 * matured / 150, abs=1e-4)
    assert float(found.minimum or 0) == pytest.approx(0.4 * matured / 150, abs=1e-4)
    assert found.details["period_starts"] == 150
    assert found.details["period_achieved"] == 30
    assert found.cohorts == [
        ["2025-01", "northway", "young", 100, 30, pytest.approx(98.889)],
        ["2025-02", "northway", "young", 50, 0, pytest.approx(24.444)],
    ]


def test_a_cohort_whose_follow_up_has_ended_is_judged_no_more(scene: Scene) -> None:
    scene.quarter(0, 100, 10)
    scene.quarter(3, 100, 50)
    run(scene)
    last = Measurement.objects.get(period=scene.period(3))
    assert (last.numerator, last.denominator) == (50, 100)


def test_a_claim_that_failed_verification_does_not_count(scene: Scene) -> None:
    started = scene.start(100, QUARTERS[0][1])
    claims = scene.achieve(started[:50], date(2025, 3, 1))
    for state in ("sampled", "failed"):
        ClaimState.objects.create(
            claim=claims[0], state=state, reason="No payslip.", changed_by=scene.commissioner, changed_at=NOW
        )
    run(scene, as_of=QUARTERS[0][2])
    assert Measurement.objects.get().numerator == 49


def test_a_person_counts_once_in_a_rate_and_each_time_in_a_count(db: None) -> None:
    scene = scenes.scene(targets=[scenes.RATE, scenes.COUNT], most=2)
    started = scene.start(100, QUARTERS[0][1])
    scene.achieve(started[:60], date(2025, 2, 1))
    scene.achieve(started[:40], date(2025, 3, 1), sequence=2)
    run(scene, as_of=QUARTERS[0][2])
    assert Measurement.objects.get(target__code="job-rate").numerator == 60
    count = Measurement.objects.get(target__code="job-count")
    assert (count.numerator, count.denominator, count.status) == (100, None, "on_track")


def test_a_count_is_of_its_period_alone_and_adds_up_to_the_whole(db: None) -> None:
    scene = scenes.scene(targets=[scenes.COUNT])
    for place, achieved in enumerate((90, 101, 110, 40)):
        scene.quarter(place, 200, achieved)
    run(scene)
    found = Measurement.objects.order_by("period__starts_on").values_list("numerator", flat=True)
    assert list(found) == [90, 101, 110, 40]
    assert statuses("job-count")["2025-q4"] == "red"


def test_red_twice_running_raises_a_finding_and_reopens_the_stage_it_questions(scene: Scene) -> None:
    off_track_twice(scene)
    result = run(scene)
    finding = Finding.objects.get()
    assert finding.key == "off_track:job-rate:2025-q3"
    assert (finding.source, finding.severity) == ("monitoring", "red")
    assert list(finding.stages.values_list("stage", "why")) == [(4, "The price may be too low.")]
    visit = visits_selector.open_visit(scene.programme, 4)
    assert visit is not None
    assert (visit.number, visit.finding) == (2, finding)
    assert [(one.stage, one.visit, one.finding) for one in result.reopened] == [(4, 2, finding.number)]
    assert "The price may be too low." in result.reopened[0].because
    assert visits.require_open(programme=scene.programme, stage=4) == visit


def test_the_evidence_is_frozen_with_figures_series_segments_and_agents(scene: Scene) -> None:
    off_track_twice(scene)
    run(scene)
    evidence = Finding.objects.get().evidence
    assert evidence["period"] == "2025-q4"
    assert (evidence["people"], evidence["achieved"]) == (600, 120)
    assert [one["status"] for one in evidence["periods"]] == ["On track", "On track", "Off track", "Off track"]
    assert [one["name"] for one in evidence["agents"]] == ["Northway"]
    assert [one["name"] for one in evidence["segments"]] == ["Aged 18 to 24"]
    assert (evidence["actual"], evidence["low"], evidence["high"]) == ("20.0%", "17.0%", "23.4%")
    assert (evidence["people_in_the_closed_cohorts"], evidence["people_who_started_in_the_period"]) == (600, 300)
    assert evidence["chance_of_so_low_a_result_if_on_profile"] == "less than 0.1%"
    assert "Wilson" in evidence["method"]


def test_small_counts_are_left_out_of_the_evidence_for_good(scene: Scene) -> None:
    off_track_twice(scene)
    scene.quarter(3, 20, 2, agent=scene.south, segment="other")
    run(scene)
    evidence = Finding.objects.get(key__startswith="off_track").evidence
    told = {one["name"]: one["people"] for one in evidence["agents"] + evidence["segments"]}
    assert told == {
        "Northway": 600, "Southway": "Not shown: too few", "Aged 18 to 24": 600, "Everybody else": "Not shown: too few"
    }  # fmt: skip
    assert evidence["achieved"] == "Not shown: too few", "the total less the north would tell of the south"
    assert "Not shown" in Finding.objects.get(key__startswith="off_track").summary


def test_running_again_changes_nothing(scene: Scene) -> None:
    off_track_twice(scene)
    first = run(scene)
    before, digest = counts(), MonitorRun.objects.get().digest
    again = run(scene, at=NOW + timedelta(hours=5))
    assert counts() == before
    assert MonitorRun.objects.get().digest == digest
    assert (again.run, again.measurements, again.findings, again.reopened) == (None, 0, [], [])
    assert [flag.target for flag in again.flags] == [flag.target for flag in first.flags] == ["job-rate"]
    assert first.flags[0].is_new
    assert not again.flags[0].is_new


def test_new_data_for_an_old_period_judge_it_and_the_later_ones_again(scene: Scene) -> None:
    off_track_twice(scene)
    run(scene)
    late = scene.start(10, date(2025, 5, 1))
    scene.achieve(late, date(2025, 6, 1))
    result = run(scene, at=NOW + timedelta(days=1))
    assert result.measurements == 3
    assert MonitorRun.objects.count() == 2
    assert Measurement.objects.count() == 7


def test_one_red_period_flags_but_raises_no_finding(scene: Scene) -> None:
    for place, achieved in enumerate((150, 150, 150, 40)):
        scene.quarter(place, 300, achieved)
    result = run(scene)
    assert [(flag.target, flag.status) for flag in result.flags] == [("job-rate", "red")]
    assert not Finding.objects.exists()


def test_one_critical_period_raises_a_finding_at_once(scene: Scene) -> None:
    for place, achieved in enumerate((150, 150, 150, 0)):
        scene.quarter(place, 300, achieved)
    scene.quarter(3, 1500, 0)
    result = run(scene)
    assert [flag.status for flag in result.flags] == ["critical"]
    assert Finding.objects.get().severity == "critical"


def test_where_the_expert_body_decides_the_finding_is_only_raised(scene: Scene) -> None:
    Programme.objects.filter(pk=scene.programme.pk).update(reopening_policy="expert_body")
    scene.programme.refresh_from_db()
    off_track_twice(scene)
    result = run(scene)
    assert Finding.objects.count() == 1
    assert result.reopened == []
    assert not visits_selector.is_open(scene.programme, 4)


def test_an_open_finding_on_the_same_target_is_not_raised_again(scene: Scene) -> None:
    for place, achieved in enumerate((60, 60, 60, 60)):
        scene.quarter(place, 300, achieved)
    run(scene, as_of=QUARTERS[1][2])
    run(scene, as_of=QUARTERS[2][2], at=NOW + timedelta(days=1))
    result = run(scene, at=NOW + timedelta(days=2))
    assert Finding.objects.count() == 1
    assert result.flags[0].finding == Finding.objects.get().number


def dismiss_and_close(scene: Scene, on: date) -> None:
    finding = Finding.objects.get()
    moment = scenes.moment(on)
    findings.dismiss(subject=finding, by=scene.member, at=moment, rationale="A fault of the data.")
    findings.close(finding=finding, note="Look at the data first.", by=scene.member, at=moment)


def test_after_it_was_closed_two_later_red_periods_raise_a_new_one(scene: Scene) -> None:
    for place, achieved in enumerate((60, 60, 60, 60)):
        scene.quarter(place, 300, achieved)
    run(scene, as_of=QUARTERS[1][2], at=scenes.moment(date(2025, 7, 5)))
    dismiss_and_close(scene, date(2025, 7, 6))
    run(scene, as_of=QUARTERS[2][2], at=scenes.moment(date(2025, 10, 5)))
    assert Finding.objects.count() == 1
    run(scene, at=NOW)
    assert Finding.objects.order_by("number").last() == Finding.objects.get(key="off_track:job-rate:2025-q3")


def test_data_that_are_late_are_no_low_performance(scene: Scene) -> None:
    started = scene.start(100, QUARTERS[0][1])
    scene.achieve(started[:45], date(2025, 3, 1), received=scenes.moment(date(2025, 3, 2)))
    result = run(scene, as_of=QUARTERS[1][2], at=NOW)
    found = Measurement.objects.order_by("period__starts_on")
    assert [one.status for one in found] == ["too_few", "too_few"]
    assert all(one.reason.startswith("No data: Northway") for one in found)
    assert result.flags == []


def test_nothing_more_is_awaited_of_an_agent_who_has_left(db: None) -> None:
    """The southern agent is not in version 2, from July on, and its people are followed for 30 days."""
    scene = scenes.scene(targets=[scenes.COUNT], window_days=30)
    scene.quarter(0, 100, 60)
    left = scene.start(40, date(2025, 1, 1), agent=scene.south)
    scene.achieve(left[:30], date(2025, 1, 20), received=scenes.moment(date(2025, 4, 5)))
    scenes.next_version(scene, agents=["northway"])
    for quarter in (1, 2, 3):
        scene.quarter(quarter, 100, 60)
    run(scene)
    judged = {
        one.period.code: (one.status, one.details["late_agents"])
        for one in Measurement.objects.select_related("period")
    }
    assert judged["2025-q2"] == ("too_few", ["southway"])
    assert judged["2025-q3"] == judged["2025-q4"] == ("red", [])
    assert [flag.subject for flag in Flag.objects.filter(kind="late_data")] == []


def test_an_agent_whose_data_stay_away_for_30_days_is_flagged_as_late_and_its_people_are_left_out(scene: Scene) -> None:
    started = scene.start(100, QUARTERS[3][1], agent=scene.south)
    scene.achieve(started[:1], date(2025, 11, 1), received=scenes.moment(date(2025, 11, 2)))
    scene.quarter(3, 100, 50)
    run(scene, as_of=YEAR_END + timedelta(days=29))
    assert not Flag.objects.exists()
    result = run(scene, as_of=YEAR_END + timedelta(days=30))
    found = Measurement.objects.get(period=scene.period(3))
    assert (found.denominator, found.details["late"], found.details["late_agents"]) == (100, 100, ["southway"])
    assert [(flag.kind, flag.target, flag.status) for flag in result.flags] == [("late_data", "southway", "amber")]
    assert result.flags[0].reason.startswith("Southway has sent no outcomes since 2025-q4 ended on 31 December 2025.")


def test_below_the_programmes_threshold_there_is_no_verdict(scene: Scene) -> None:
    scene.quarter(0, 4, 0)
    run(scene, as_of=QUARTERS[0][2])
    assert statuses() == {"2025-q1": "too_few"}
    assert not Flag.objects.exists()


def test_a_parked_segment_is_raised_as_a_question_and_reopens_nothing(scene: Scene) -> None:
    scene.quarter(3, 800, 440, segment="young")
    scene.quarter(3, 300, 60, segment="other")
    result = run(scene)
    finding = Finding.objects.get(key="parking:other:2025-q4")
    assert finding.severity == "amber"
    assert list(finding.stages.order_by("stage").values_list("stage", flat=True)) == [1, 4, 5]
    flag = next(flag for flag in result.flags if flag.kind == "parking")
    assert (flag.target, flag.stages, flag.finding) == ("other · job-rate", [1, 4, 5], finding.number)
    assert result.reopened == []
    assert "Is it getting less help than the others?" in finding.summary


def test_a_target_of_one_segment_and_one_agent_takes_only_their_people(db: None) -> None:
    own = scenes.RATE | {"code": "north-young", "segment": "young", "agent": "northway"}
    scene = scenes.scene(targets=[own])
    scene.quarter(0, 100, 50)
    scene.quarter(0, 100, 10, segment="other")
    scene.quarter(0, 100, 10, agent=scene.south)
    run(scene, as_of=QUARTERS[0][2])
    found = Measurement.objects.get()
    assert (found.numerator, found.denominator, found.agent) == (50, 100, scene.north)


def test_the_run_is_audited_with_the_periods_it_judged(scene: Scene) -> None:
    scene.quarter(0, 100, 50)
    run(scene, as_of=QUARTERS[0][2])
    entry = AuditEntry.objects.get(action="monitoring.run")
    assert entry.programme == scene.programme.slug
    assert entry.after["periods"] == ["2025-q1"]


def test_an_agent_may_not_run_the_monitor(scene: Scene) -> None:
    with pytest.raises(Forbidden):
        run(scene, by=scene.for_north)


def test_a_programme_without_a_contract_has_nothing_to_judge(db: None) -> None:
    programme = builders.programme()
    result = monitor.run(programme=programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    assert (result.targets, result.run) == (0, None)


def test_the_number_of_queries_does_not_grow_with_the_data(scene: Scene) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            run(scene)
        return len(captured)

    scene.quarter(0, 30, 15)
    queries()
    scene.quarter(1, 10, 5)
    few = queries()
    for place in range(4):
        scene.quarter(place, 200, 100)
    assert queries() <= few


def test_a_member_of_no_role_is_refused(scene: Scene) -> None:
    stranger = builders.member(scene.programme, Role.ANALYST)
    with pytest.raises(Forbidden):
        run(scene, by=stranger)


def test_a_target_of_one_period_is_judged_in_it_alone_and_missed_raises_a_finding_at_once(db: None) -> None:
    alone = {**scenes.COUNT, "code": "first-count", "period": "2025-q1"}
    scene = scenes.scene(targets=[scenes.COUNT, alone])
    for place in range(2):
        scene.quarter(place, 300, 40)
    run(scene, as_of=QUARTERS[0][2])
    assert [finding.key for finding in Finding.objects.all()] == ["off_track:first-count:2025-q1"]
    run(scene, as_of=QUARTERS[1][2])
    assert statuses("first-count") == {"2025-q1": "red"}
    assert statuses("job-count") == {"2025-q1": "red", "2025-q2": "red"}
    assert "forecast" not in Measurement.objects.filter(target__code="first-count").latest("pk").details

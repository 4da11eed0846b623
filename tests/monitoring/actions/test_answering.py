"""Answers to what was registered in advance, computed from what came in."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from accounts.errors import Forbidden
from accounts.models import AuditEntry
from delivery.models import Participant
from monitoring import tasks
from monitoring.actions import answering
from monitoring.domain import comparing
from monitoring.models import Verdict
from monitoring.selectors import registered
from outcomes.models import Claim, ClaimState, Measurement, MeasurementDecision
from payments.models import LedgerEntry
from tests import builders
from tests.monitoring import scenes
from tests.monitoring.scenes import COMPARISON, NOW, YEAR_END, Scene

METRIC = {"code": "like-areas", "name": "Work in like areas", "measured": "ratio", "numerator": "In work",
          "denominator": "Starters", "per_agent": False}  # fmt: skip


def place(*comparisons: dict[str, Any], **fields: Any) -> Scene:
    return scenes.scene(comparisons=list(comparisons), **fields)


def answered(scene: Scene, as_of: date = YEAR_END) -> list[Verdict]:
    return answering.answer(programme=scene.programme, as_of=as_of, by=builders.system(), at=NOW)


@pytest.fixture
def scene(db: None) -> Scene:
    return place(COMPARISON)


def test_people_followed_to_the_end_are_judged_together_by_what_was_registered(scene: Scene) -> None:
    for quarter, achieved in enumerate((240, 230, 220, 10)):
        scene.quarter(quarter, 400, achieved)
    (one,) = answered(scene)
    assert (one.pool, one.verdict, one.look, one.looks_planned) == (
        "2025-q1,2025-q2,2025-q3", "likely_better", 1, 2,
    )  # fmt: skip
    assert (one.people, one.facts["achieved"], one.estimate) == (1200, 690, Decimal("0.575"))
    assert (one.level, one.test, one.method) == (Decimal("0.975"), "wilson", comparing.METHOD)
    assert one.facts["periods"] == [["2025-q1", 400, 240], ["2025-q2", 400, 230], ["2025-q3", 400, 220]]
    assert AuditEntry.objects.filter(action="monitoring.answer").count() == 1


def test_the_same_inputs_are_judged_once_and_new_ones_again_as_the_same_look(scene: Scene) -> None:
    started = scene.quarter(0, 40, 24)
    (first,) = answered(scene, date(2025, 7, 31))
    assert (first.verdict, first.needed) == ("too_few", 948)
    assert answered(scene, date(2025, 7, 31)) == []
    scene.achieve(started[24:30], date(2025, 3, 20))
    (again,) = answered(scene, date(2025, 7, 31))
    assert (again.look, again.facts["achieved"]) == (1, 30)
    scene.quarter(1, 40, 30)
    (next_look,) = answered(scene, date(2025, 9, 30))
    assert (next_look.look, next_look.pool) == (2, "2025-q1,2025-q2")
    (asked,) = registered.standing(scene.programme)
    assert registered.answers(scene.programme, [asked]) == [[next_look, again]]


def test_a_claim_that_failed_or_came_after_the_window_does_not_count(scene: Scene) -> None:
    started = scene.quarter(0, 50, 20)
    failed = Claim.objects.filter(participant__in=started).earliest("pk")
    ClaimState.objects.create(claim=failed, state="failed", reason="No job", changed_by=scene.member, changed_at=NOW)
    scene.achieve(started[30:40], date(2025, 1, 1) + timedelta(days=91))
    (one,) = answered(scene)
    assert (one.people, one.facts["achieved"]) == (50, 19)


def test_people_of_an_agent_who_has_sent_nothing_since_are_not_matched(scene: Scene) -> None:
    scene.quarter(0, 60, 30)
    scene.start(25, date(2025, 1, 1), agent=scene.south)
    (one,) = answered(scene)
    counts = [one.facts[name] for name in ("submitted", "eligible", "matched", "analysed")]
    assert counts == [85, 85, 60, 60]


def test_one_segment_is_asked_about_alone(db: None) -> None:
    scene = place({**COMPARISON, "segment": "young"})
    scene.quarter(0, 60, 30)
    scene.quarter(0, 40, 40, segment="other")
    (one,) = answered(scene)
    assert (one.facts["submitted"], one.facts["eligible"], one.people) == (100, 60, 60)


def test_oldest_periods_are_pooled_until_they_are_enough(db: None) -> None:
    scene = place({**COMPARISON, "pooling": "until_enough", "enough": 70})
    for quarter in range(3):
        scene.quarter(quarter, 40, 20)
    (one,) = answered(scene)
    assert one.pool == "2025-q1,2025-q2"


def test_a_model_scores_each_person_and_those_without_its_attributes_are_not_analysed(db: None) -> None:
    model = {"version": "1", "intercept": "0", "terms": [{"name": "age", "weight": "0"}]}
    scene = place({**COMPARISON, "value": None, "against": "case_mix", "test": "model_scored", "model": model})
    scene.quarter(0, 10, 5)
    people = Participant.objects.bulk_create(
        Participant(programme=scene.programme, agent=scene.north, reference=f"M{number}", started_on=date(2025, 1, 2),
                    segment="young", attributes={"age": "30"}, version=scene.version, received_at=scenes.SENT)
        for number in range(80)
    )  # fmt: skip
    scene.achieve(people[:60], date(2025, 2, 1))
    (one,) = answered(scene)
    assert (one.facts["matched"], one.people, one.comparator) == (90, 80, Decimal("0.5"))
    assert one.verdict == "likely_better"
    assert one.null == 1


def test_movements_within_the_error_of_the_scale_are_no_improvement(db: None) -> None:
    scale = {"spread": "10", "reliability": "0.96"}
    scene = place({**COMPARISON, "measure": "improved", "value": "0.2", "scale": scale})
    started = scene.start(60, date(2025, 1, 1))
    Claim.objects.bulk_create(
        Claim(programme=scene.programme, agent=scene.north, participant=person, outcome="job", value=Decimal(moved),
              event_date=date(2025, 2, 1), sequence=1, version=scene.version, received_at=scenes.SENT)
        for person, moved in zip(started, ["8"] * 30 + ["3"] * 15 + ["-7"] * 5, strict=False)
    )  # fmt: skip
    (one,) = answered(scene)
    assert one.facts["moved"] == {"improved": 30, "unchanged": 15, "worse": 5, "unmeasured": 10}
    assert (one.people, one.estimate, one.verdict) == (50, Decimal("0.6"), "likely_better")


def test_a_share_that_improves_while_the_frequency_worsens_is_told_with_its_net_effect(db: None) -> None:
    scene = place({**COMPARISON, "paired": {"outcome": "job", "per_head": "0.5"}}, most=3)
    started = scene.quarter(0, 100, 60)
    scene.achieve(started[:60], date(2025, 3, 22), sequence=2)
    (one,) = answered(scene)
    told = one.facts["paired"]
    assert (told["seen"], told["level"]) == (1.2, 0.5)
    assert told["per_head"] == pytest.approx(0.7)
    assert told["by_share"] + told["by_frequency"] == pytest.approx(0.7)


def test_others_are_measured_beside_and_nothing_is_said_before_they_are(db: None) -> None:
    scene = place({**COMPARISON, "value": None, "against": "group", "test": "newcombe", "metric": "like-areas"},
                  metrics=[METRIC])  # fmt: skip
    scene.quarter(0, 400, 240)
    assert answered(scene) == []
    figure = Measurement.objects.create(
        programme=scene.programme, metric="like-areas", covers="2025-q1", numerator=400, denominator=1000,
        measured_on=YEAR_END, source="Register", reported_by=scene.member, reported_at=NOW,
    )  # fmt: skip
    MeasurementDecision.objects.create(
        measurement=figure, kind="confirmed", decided_by=scene.commissioner, decided_at=NOW
    )
    (one,) = answered(scene)
    assert (one.verdict, one.comparator, one.facts["others"]) == ("likely_better", Decimal("0.4"), [400, 1000])


def test_too_few_people_for_the_programme_are_told_without_any_figure(scene: Scene) -> None:
    scene.quarter(0, 4, 4)
    (one,) = answered(scene)
    assert (one.verdict, one.estimate, one.p) == ("too_few", None, None)


def test_a_verdict_is_never_changed_and_nobody_is_paid_by_it(scene: Scene) -> None:
    scene.quarter(0, 60, 50)
    (one,) = answered(scene)
    with pytest.raises(DatabaseError), transaction.atomic():
        Verdict.objects.filter(pk=one.pk).update(verdict="likely_worse")
    assert not LedgerEntry.objects.exists()


def test_only_those_who_run_the_monitor_may_have_it_answered(scene: Scene) -> None:
    with pytest.raises(Forbidden):
        answering.answer(programme=scene.programme, as_of=YEAR_END, by=scene.for_north, at=NOW)


def test_the_nightly_job_answers_for_every_programme_with_anything_registered(scene: Scene) -> None:
    scene.quarter(0, 60, 50)
    tasks.monitor_all()
    assert Verdict.objects.filter(programme=scene.programme).count() == 1


def test_what_was_settled_before_is_judged_though_a_later_version_asks_otherwise(scene: Scene, client: Client) -> None:
    """Version 2 asks for more from July on: those who started before are held against the level of version 1."""
    scene.quarter(0, 400, 240)
    scene.quarter(1, 400, 230)
    (first,) = answered(scene, date(2025, 7, 31))
    scenes.next_version(scene, comparisons=[COMPARISON | {"value": "0.7"}])
    assert answered(scene, date(2025, 8, 1)) == []
    scene.quarter(2, 400, 220)
    after = answered(scene)
    assert [(one.version.number, one.pool, one.look, one.comparator, one.verdict) for one in after] == [
        (2, "2025-q3", 1, Decimal("0.7"), "likely_worse"),
        (1, "2025-q1,2025-q2", 2, Decimal("0.5"), "likely_better"),
    ]
    assert answered(scene) == []
    client.force_login(scene.commissioner)
    page = client.get(reverse("monitoring:verdict_detail", args=[scene.programme.slug, COMPARISON["code"]]))
    told = page.content.decode()
    assert told.index("Likely worse") < told.index("Settled before, until 30 June 2025") < told.index("Likely better")
    assert told.count("Agreed on") == 2
    rows = client.get(
        reverse("monitoring:verdict_csv", args=[scene.programme.slug, COMPARISON["code"], "verdicts"])
    ).content.decode()
    assert rows.count("Likely") == 3
    assert first.pool == "2025-q1"


def test_a_question_that_is_dropped_keeps_its_verdicts_and_is_still_answered(scene: Scene, client: Client) -> None:
    scene.quarter(0, 400, 120)
    scenes.next_version(scene, comparisons=[])
    (one,) = answered(scene)
    assert (one.pool, one.verdict) == ("2025-q1", "likely_worse")
    client.force_login(scene.commissioner)
    listed = client.get(reverse("monitoring:verdict_list", args=[scene.programme.slug])).content.decode()
    assert "Likely worse" in listed
    assert "The contract no longer asks this" in listed
    told = client.get(reverse("monitoring:verdict_detail", args=[scene.programme.slug, COMPARISON["code"]]))
    assert "The contract no longer asks this question." in told.content.decode()


def test_a_version_that_repeats_a_question_carries_it_on(scene: Scene) -> None:
    scene.quarter(0, 400, 240)
    (first,) = answered(scene, date(2025, 7, 31))
    second = scenes.next_version(scene)
    scene.quarter(2, 400, 240)
    (later,) = answered(scene)
    assert (later.look, later.pool, later.version) == (first.look + 1, "2025-q1,2025-q3", second)

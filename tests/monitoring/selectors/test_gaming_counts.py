"""What is counted for the questions about figures: by agent, subject and period."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import Organisation
from delivery.actions import reclassifications
from delivery.models import Exit, Participant
from monitoring.domain.gaming_periods import Key
from monitoring.domain.gaming_tests import Counts
from monitoring.selectors import gaming_counts
from outcomes.models import Claim, PersonQuestion
from tests.contracts import documents
from tests.monitoring import scenes
from tests.monitoring.scenes import NOW, SENT, YEAR_END, Scene

pytestmark = pytest.mark.django_db

IN_STEPS: dict[str, Any] = {
    "code": "kept", "name": "Kept", "kind": "sustainment_fee", "outcome": "job", "every_weeks": 4,
    "max_steps": [{"steps": 3}], "amounts": [{"amount": "100.00"}],
}  # fmt: skip


def counted(scene: Scene, indicator: str, subject: str = "", agent: Organisation | None = None) -> list[Counts]:
    """The counts of the indicator in the order of the periods."""
    found = gaming_counts.load([scene.programme.pk], YEAR_END)
    periods = gaming_counts.periods([scene.programme.pk], YEAR_END)[scene.programme.pk]
    own = found.get(Key(scene.programme.pk, (agent or scene.north).pk, indicator, subject), {})
    return [own[key] for key in periods if key in own]


def leave(scene: Scene, people: list[Participant], on: date, reason: str = "left_early") -> None:
    Exit.objects.bulk_create(
        Exit(participant=one, exited_on=on, reason=reason, recorded_by=scene.for_north, recorded_at=NOW)
        for one in people
    )


def test_who_leaves_around_a_day_that_pays_and_after_the_last_one_is_counted() -> None:
    scene = scenes.scene(most=3, rules=[documents.version()["rules"][0], IN_STEPS])
    people = scene.start(10, date(2025, 1, 2))
    first = date(2025, 2, 1)
    scene.achieve(people, first)
    last = first + timedelta(days=56)
    leave(scene, people[:2], last - timedelta(days=3))
    leave(scene, people[2:6], last + timedelta(days=2))
    leave(scene, people[6:7], last + timedelta(days=20))
    leave(scene, people[7:8], last + timedelta(days=2), reason="completed")
    assert counted(scene, "threshold_bunching", "job") == [(4.0, 2.0)]
    assert counted(scene, "sustainment_cliff", "job") == [(5.0, 8.0, 2.0, 10.0)]


def test_nearly_perfect_shares_stand_beside_those_of_the_other_agents(scene: Scene) -> None:
    scene.achieve(scene.start(10, date(2025, 1, 1))[:9], date(2025, 2, 1))
    scene.achieve(scene.start(20, date(2025, 1, 1), agent=scene.south)[:4], date(2025, 2, 1))
    assert counted(scene, "near_perfect", "job") == [(9.0, 10.0, 4.0, 20.0)]


def test_people_who_start_again_and_results_that_another_programme_has_are_counted_once(scene: Scene) -> None:
    people = scene.start(5, date(2025, 1, 1))
    scene.achieve(people, date(2025, 2, 1))
    asked: dict[str, Any] = {"participant": people[0], "asked_at": NOW}
    PersonQuestion.objects.create(kind="started_again", day=people[0].started_on, days_before=30, **asked)
    PersonQuestion.objects.create(kind="paid_elsewhere", outcome="job", day=date(2025, 2, 1), **asked)
    assert counted(scene, "re_referral") == [(1.0, 5.0)]
    assert counted(scene, "double_claims") == [(1.0, 5.0)]


def test_amendments_are_counted_by_their_direction(scene: Scene) -> None:
    old = scene.achieve(scene.start(3, date(2025, 1, 1)), date(2025, 3, 1))
    for claim, value, day in zip(old, (None, None, Decimal(5)), (date(2025, 2, 1), date(2025, 3, 9), date(2025, 3, 1)),
                                 strict=True):  # fmt: skip
        Claim.objects.create(
            programme=scene.programme, agent=scene.north, participant=claim.participant, outcome="job", event_date=day,
            version=scene.version, received_at=datetime(2025, 5, 1, tzinfo=UTC), amends=claim, amendment=1, value=value,
        )  # fmt: skip
    assert counted(scene, "late_edits", "job") == [(1.0, 1.0)]


def test_changes_of_segment_are_counted_by_which_pays_more(scene: Scene) -> None:
    for number, segment in enumerate(("other", "other", "young")):
        (one,) = scene.start(1, date(2025, 1, 1), segment=segment)
        change = reclassifications.propose(
            participant=one, to_segment="young" if segment == "other" else "other", reason="Born later.",
            evidence="Passport seen", by=scene.for_north, at=datetime(2025, 5, 2 + number, tzinfo=UTC),
        )  # fmt: skip
        reclassifications.decide(
            reclassification=change, kind="confirmed", reason="", by=scene.commissioner,
            at=datetime(2025, 5, 3 + number, tzinfo=UTC),
        )  # fmt: skip
    assert counted(scene, "reclassification") == [(2.0, 1.0)]


def test_a_segment_stands_beside_the_agents_other_segments(scene: Scene) -> None:
    scene.achieve(scene.start(40, date(2025, 1, 1))[:4], date(2025, 2, 1))
    other = scene.start(20, date(2025, 1, 1), segment="other")
    scene.achieve(other[:5], date(2025, 2, 1))
    leave(scene, other[10:13], date(2025, 3, 1))
    assert counted(scene, "parking", "young:job") == [(4.0, 8.0, 5.0, 3.0, 40.0)]
    assert counted(scene, "differential_attrition", "other") == [(3.0, 20.0, 0.0, 40.0)]


def test_the_same_evidence_for_two_people_is_counted_and_for_one_person_is_not(scene: Scene) -> None:
    people = scene.start(3, date(2025, 1, 1))
    Claim.objects.bulk_create(
        Claim(
            programme=scene.programme, agent=scene.north, participant=one, outcome="job", event_date=day,
            version=scene.version, received_at=SENT, evidence_kind="letter", evidence_ref=ref,
        )
        for one, day, ref in (
            (people[0], date(2025, 2, 1), "L-1"), (people[1], date(2025, 2, 1), "L-1"),
            (people[2], date(2025, 2, 1), "L-2"), (people[2], date(2025, 2, 2), "L-2"),
        )
    )  # fmt: skip
    assert counted(scene, "duplicate_evidence") == [(2.0, 4.0)]

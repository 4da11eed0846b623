"""What is counted for the questions about figures: by agent, subject and period."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import Organisation
from delivery.actions import partners, reclassifications
from delivery.models import Exit, Participant
from monitoring.domain.gaming_periods import Key
from monitoring.domain.gaming_tests import Counts
from monitoring.selectors import gaming_counts
from outcomes.actions import evidence
from outcomes.models import Claim, NotAnOutcome, PersonQuestion
from payments.models import LedgerEntry
from tests import builders
from tests.contracts import documents
from tests.delivery import records
from tests.monitoring import scenes
from tests.monitoring.scenes import NOW, SENT, YEAR_END, Scene
from tests.outcomes import extracts, papers
from tests.payments import scheme

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


def test_what_has_not_come_yet_is_not_counted_against_anybody(scene: Scene) -> None:
    """The south has sent nothing since March: nobody knows how many of its people achieved it since."""
    for on in (date(2025, 1, 1), date(2024, 8, 1)):
        scene.achieve(scene.start(10, on)[:9], on + timedelta(days=30))
        sent = datetime(2025, 3, 20, tzinfo=UTC)
        scene.achieve(scene.start(20, on, agent=scene.south)[:4], on + timedelta(days=30), received=sent)
    assert counted(scene, "near_perfect", "job", agent=scene.south) == []
    assert counted(scene, "near_perfect", "job") == [(9.0, 10.0, 0.0, 0.0), (9.0, 10.0, 0.0, 0.0)]


def test_a_period_of_which_nothing_was_sent_yet_is_no_period_in_which_fewer_were_let_in() -> None:
    scene = scenes.scene(effective_from="2024-01-01")
    for month in range(1, 13):
        scene.start(5, date(2024, month, 10), received=datetime(2025, 1, 5, tzinfo=UTC))
    for month in (1, 4, 7):
        scene.start(5, date(2025, month, 10), received=datetime(2025, 10, 5, tzinfo=UTC))
    assert counted(scene, "access_restriction") == [(15.0, 5.0), (15.0, 5.0)]
    scene.start(1, date(2025, 11, 1), received=datetime(2026, 1, 5, tzinfo=UTC))
    assert counted(scene, "access_restriction")[2:] == [(15.0, 1.0)]


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
    assert counted(scene, "late_edits", "job") == [(1.0, 1.0, 0.0)]


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
    ((upward, downward, pounds),) = counted(scene, "reclassification")
    assert (upward, downward) == (2.0, 1.0)
    assert pounds > 0


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


def test_the_same_file_for_two_people_is_counted_by_its_digest(scene: Scene) -> None:
    builders.pass_decided_elsewhere(scene.programme, 5, at=NOW)
    claims = scene.achieve(scene.start(3, date(2025, 1, 1)), date(2025, 2, 1))
    letters = [papers.attached(claim, by=scene.for_north, at=NOW) for claim in claims[:2]]
    evidence.attach(claim=claims[2], files=[papers.sent(papers.PNG, "b.png")], by=scene.for_north, at=NOW)
    assert counted(scene, "duplicate_evidence") == [(2.0, 3.0)]
    evidence.withdraw(attachment=letters[1], reason="Of another person.", by=scene.for_north, at=NOW)
    assert counted(scene, "duplicate_evidence") == [(0.0, 2.0)]


def test_people_without_a_contact_in_their_first_thirty_days_are_counted_by_segment(scene: Scene) -> None:
    young = scene.start(3, date(2025, 2, 1))
    other = scene.start(2, date(2025, 2, 1), segment="other")
    assert counted(scene, "parking_contacts", "young") == []
    records.activity(scene.start(1, date(2024, 11, 1))[0])
    records.activity(young[0])
    records.activity(other[0])
    records.activity(other[1], day=date(2025, 3, 5))
    assert counted(scene, "parking_contacts", "young") == [(2.0, 3.0, 1.0, 2.0)]


def test_starts_and_a_milestones_results_stand_beside_those_of_a_year_before() -> None:
    scene = scenes.scene(
        outcomes=[
            documents.outcome("job", window_days=90),
            documents.outcome("course", kind="milestone", window_days=60),
        ],
        effective_from="2024-01-01",
        targets=[],
    )
    before, now = scene.start(5, date(2024, 1, 3)), scene.start(3, date(2025, 1, 10))
    scene.achieve([*before, *now], date(2024, 2, 1), outcome="course")
    scene.achieve([*before[:4], *now[:1]], date(2024, 2, 20))
    assert counted(scene, "access_restriction")[0] == (5.0, 3.0)
    assert counted(scene, "proxy_drift", "course:job") == [(4.0, 5.0, 1.0, 3.0)]


def test_events_that_should_become_rarer_are_counted_by_people_and_by_events() -> None:
    scene = scenes.scene(
        outcomes=[
            documents.outcome("job", window_days=180),
            documents.outcome("crime", kind="frequency", direction="lower", window_days=60, max_per_participant=5),
        ],
        effective_from="2024-01-01",
        targets=[],
    )
    before, now = scene.start(4, date(2024, 1, 10)), scene.start(3, date(2025, 1, 10))
    scene.achieve(before[:3], date(2024, 2, 1), outcome="crime")
    for day in (1, 2, 3, 4):
        scene.achieve(now[:1], date(2025, 2, day), outcome="crime")
    scene.achieve(now[1:2], date(2025, 6, 1), outcome="crime")
    assert counted(scene, "frequency_trade", "crime") == [(1.0, 3.0, 4.0, 3.0, 4.0, 3.0)]


def test_results_of_a_register_that_were_never_claimed_are_counted_ninety_days_after(scene: Scene) -> None:
    people = scene.start(3, date(2025, 1, 1))
    scene.achieve(people[:1], date(2025, 2, 3))
    rows = "".join(f"{one.reference},job,2025-02-01\n" for one in people)
    extracts.send(scene.programme, f"participant,outcome,achieved_on\n{rows}", by=scene.commissioner)
    assert counted(scene, "under_claiming", "job") == [(2.0, 3.0, 0.0)]
    NotAnOutcome.objects.create(
        participant=people[1], outcome="job", day=date(2025, 2, 1), reason="not_lasting", note="Two days only",
        answered_by=scene.for_north, answered_at=NOW,
    )  # fmt: skip
    assert counted(scene, "under_claiming", "job") == [(1.0, 2.0, 0.0)]


def test_people_sent_to_partners_stand_beside_those_promised(scene: Scene) -> None:
    partner = records.partner(scene.programme, scene.north)
    records.signed(partner, promised_a_year=365)
    for day, people in ((date(2025, 3, 1), 50), (date(2025, 5, 10), 60)):
        partners.count_referrals(partner=partner, counted_on=day, people=people, by=builders.system(), at=NOW)
    assert counted(scene, "partner_referrals") == [(59.0, 50.0), (70.0, 10.0)]


def test_amendments_are_told_with_what_they_changed_of_the_amounts_stated() -> None:
    priced = scheme.scheme()
    one = priced.start("P1")
    old = priced.claim(one, date(2026, 2, 20))
    priced.price()
    priced.state(old, "withdrawn", "Amended")
    new = Claim.objects.create(
        programme=priced.programme, agent=priced.agent, participant=one, outcome="job", event_date=date(2026, 2, 1),
        version=priced.version, received_at=datetime(2026, 3, 1, tzinfo=UTC), amends=old, amendment=1,
    )  # fmt: skip
    priced.price()
    entry = LedgerEntry.objects.filter(claim=new, net__gt=0).get()
    more = {"net": Decimal(50), "gross": Decimal(50), "deadweight": Decimal(0), "capped": Decimal(0)}
    kept = {**{field.attname: getattr(entry, field.attname) for field in entry._meta.concrete_fields}, "id": None}
    LedgerEntry.objects.create(**(kept | more))
    found = gaming_counts.load([priced.programme.pk], date(2026, 12, 31))
    (counts,) = found[Key(priced.programme.pk, priced.agent.pk, "late_edits", "job")].values()
    assert counts == (1.0, 0.0, 50.0)

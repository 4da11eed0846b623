"""Another segment: nothing is priced by it until a second person confirms, and stated stays stated."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.db.models import Sum
from django.test import Client
from django.urls import reverse

from accounts.errors import Forbidden
from accounts.models import AuditEntry, Role, User
from delivery.actions import reclassifications
from delivery.actions.reclassifications import ReclassificationRefused
from delivery.models import Participant, Reclassification, ReclassificationDecision
from delivery.selectors import participant_events
from payments.models import LedgerEntry
from payments.selectors import reclassifications as effects
from payments.selectors import version_trials
from stages.actions.visits import StageClosed
from tests import builders
from tests.payments.scheme import AS_OF, MAY, PRICED, Scheme

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(scheme: Scheme) -> Participant:
    """Started as young, with a job: the statement of the first quarter is approved, the second's is not."""
    made = scheme.start("P1")
    scheme.claim(made, MAY)
    scheme.price()
    scheme.approve("2026-q1")
    return made


@pytest.fixture
def verifier(scheme: Scheme) -> User:
    return builders.member(scheme.programme, Role.VERIFIER)


def asked(person: Participant, by: User, segment: str = "other") -> Reclassification:
    return reclassifications.propose(
        participant=person, to_segment=segment, reason="Born in 1999.", evidence="Passport seen on 3 May", by=by,
        at=PRICED,
    )  # fmt: skip


def decide(one: Reclassification, by: User, kind: str = "confirmed", reason: str = "") -> ReclassificationDecision:
    return reclassifications.decide(reclassification=one, kind=kind, reason=reason, by=by, at=PRICED)


def test_what_it_would_change_is_known_before_anybody_confirms(
    scheme: Scheme, person: Participant, verifier: User
) -> None:
    found = effects.effect(asked(person, scheme.place.for_agent), date(2026, 12, 31))
    assert [(one.what, one.before, one.after) for one in found.changes] == [
        ("Start", Decimal("400.00"), Decimal("300.00")),
        ("Outcome job", Decimal("1150.00"), Decimal("1200.00")),
    ]
    assert found.total == Decimal("-50.00")
    assert found.changes[0].where.startswith("Adjustment on the statement for 2026-q2")
    assert found.changes[1].where == "Statement for 2026-q2, which is open"


def test_the_next_pricing_adjusts_what_was_stated_with_its_reason(
    scheme: Scheme, person: Participant, verifier: User
) -> None:
    approved = scheme.statement("2026-q1")
    one = asked(person, scheme.place.for_agent)
    assert scheme.price() is None
    decide(one, verifier)
    assert scheme.price() is not None
    assert scheme.statement("2026-q1").lines == approved.lines
    moved = LedgerEntry.objects.filter(kind="adjustment").order_by("pk")
    assert [(entry.segment, entry.net, entry.statement.period.code) for entry in moved] == [
        ("young", Decimal("-400.00"), "2026-q2"), ("other", Decimal("300.00"), "2026-q2"),
    ]  # fmt: skip
    assert "The participant was put in another segment. Born in 1999." in moved[0].reason
    assert scheme.price() is None
    person.refresh_from_db()
    assert (person.segment, participant_events.segment_now(person)) == ("young", "other")
    assert AuditEntry.objects.filter(action="delivery.reclassification.decide", by=verifier).exists()


def test_versions_are_tried_by_the_segment_into_which_the_participant_was_put(
    scheme: Scheme, person: Participant, verifier: User
) -> None:
    decide(asked(person, scheme.place.for_agent), verifier)
    scheme.price()
    trial = version_trials.trial(scheme.version, scheme.version, AS_OF, scheme.place.commissioner)
    tried, _ = version_trials.work_out(trial)
    stated = LedgerEntry.objects.filter(programme=scheme.programme).aggregate(net=Sum("net"))["net"]
    assert sum(cost.net for cost in tried.values()) == stated == Decimal("1500.00")


def test_whoever_asked_cannot_confirm_nor_can_an_agent(scheme: Scheme, person: Participant, verifier: User) -> None:
    one = asked(person, verifier)
    for who in (verifier, scheme.place.for_agent, scheme.place.for_principal):
        with pytest.raises(Forbidden):
            decide(one, who)
    with pytest.raises(DatabaseError, match="cannot decide"), transaction.atomic():
        ReclassificationDecision.objects.create(
            reclassification=one, kind="confirmed", decided_by=verifier, decided_at=PRICED
        )


def test_a_refusal_needs_its_reason_and_leaves_the_price(scheme: Scheme, person: Participant, verifier: User) -> None:
    one = asked(person, scheme.place.for_agent)
    with pytest.raises(ReclassificationRefused, match="why it is refused"):
        decide(one, verifier, "refused")
    decide(one, verifier, "refused", "The passport is somebody else's.")
    assert scheme.price() is None
    with pytest.raises(ReclassificationRefused, match="decided already"):
        decide(one, verifier)


def test_only_a_segment_of_the_version_at_the_start_can_be_asked_for_one_at_a_time(
    scheme: Scheme, person: Participant, verifier: User
) -> None:
    for segment, message in (("none-such", "in force on the day of the start"), ("young", "in this segment already")):
        with pytest.raises(ReclassificationRefused, match=message):
            asked(person, verifier, segment)
    asked(person, verifier)
    with pytest.raises(ReclassificationRefused, match="asked for already"):
        asked(person, verifier)


def test_another_agent_and_the_principal_cannot_ask(scheme: Scheme, person: Participant) -> None:
    for who in (scheme.place.for_principal, builders.member(scheme.programme, Role.AGENT)):
        with pytest.raises(Forbidden):
            asked(person, who)


def test_nothing_is_asked_or_decided_while_delivery_is_closed(
    scheme: Scheme, person: Participant, verifier: User
) -> None:
    one = asked(person, scheme.place.for_agent)
    builders.pass_decided_elsewhere(scheme.programme, 4)
    builders.pass_decided_elsewhere(scheme.programme, 5)
    with pytest.raises(StageClosed):
        decide(one, verifier)
    with pytest.raises(StageClosed):
        asked(person, verifier)


def test_the_pages_show_the_effect_and_take_the_decision(
    scheme: Scheme, person: Participant, verifier: User, client: Client
) -> None:
    client.force_login(scheme.place.for_agent)
    slug = scheme.programme.slug
    url = reverse("delivery:participant_reclassify", args=[slug, person.pk])
    assert "Enter what shows it" in client.post(url, {"to_segment": "other", "reason": "Wrong"}).content.decode()
    said = {"to_segment": "other", "reason": "Born in 1999.", "evidence": "Passport seen"}
    shown = client.post(url, said, follow=True).content.decode()
    assert "waits for a second person" in shown
    page = reverse("payments:reclassification_detail", args=[slug, Reclassification.objects.get().pk])
    assert "Your decision" not in client.get(page).content.decode()
    assert client.post(page, {"kind": "confirmed"}).status_code == 403
    client.force_login(verifier)
    shown = client.get(page).content.decode()
    assert "£50.00 less in all" in shown
    assert "that for 2026-q1 is approved and stays as it is" in shown
    assert "Enter why it is refused" in client.post(page, {"kind": "refused"}).content.decode()
    shown = client.post(page, {"kind": "confirmed"}, follow=True).content.decode()
    assert "Priced by the segment" in shown
    assert "£1,150.00" in shown

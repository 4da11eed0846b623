"""What a finished plan changes on statements: shown first, applied once, as an adjustment with its reason."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from accounts.errors import Forbidden
from accounts.models import AuditEntry, Role
from outcomes.actions import checks, verification
from outcomes.models import Claim, ClaimState, VerificationPlan
from payments.actions import recoveries
from payments.actions.recoveries import RecoveryRefused
from payments.domain.recoveries import ANEW, RULE
from payments.models import LedgerEntry, Recovery
from payments.selectors import agent_amounts, integrity, statement_pages, statements
from payments.selectors import recoveries as selectors
from tests import builders
from tests.kept import kept
from tests.payments.scheme import PRICED
from tests.payments.verifying import World

pytestmark = pytest.mark.django_db
AFTER = PRICED + timedelta(days=15)


@pytest.fixture
@kept
def world() -> World:
    return World()


def finished(world: World, **fields: object) -> VerificationPlan:
    """Three of thirty checked claims have failed; the other ten were not drawn."""
    items = world.drawn(**{"recovery": "point", "recovery_basis": "Clause 12", **fields})
    for item in items[:3]:
        world.fails_for_good(item)
    for item in items[3:]:
        world.passes(item)
    plan = items[0].plan
    verification.finish(plan=plan, by=world.commissioner, at=AFTER)
    return plan


def test_the_effect_is_shown_before_it_is_applied(world: World) -> None:
    plan = finished(world)
    before = selectors.effect(plan)
    assert (len(before.failed), before.failed_net) == (3, Decimal("3600.00"))
    assert {one.back_on for one in before.failed} == {"Statement for 2026-q2"}
    assert before.back_net == Decimal("1200.00")
    assert not LedgerEntry.objects.filter(rule="verification_recovery").exists()


def test_it_is_taken_back_on_the_next_open_statement_with_its_reason(world: World) -> None:
    plan = finished(world)
    approved = world.scheme.approve("2026-q2")
    before = approved.total
    assert selectors.effect(plan).back[0].back_on == "Statement for 2026-q3, as an adjustment"
    recoveries.apply(plan=plan, seen="1200.00", by=world.principal, at=AFTER)
    entry = LedgerEntry.objects.get(rule="verification_recovery")
    assert (entry.net, entry.kind, entry.statement.period.code) == (Decimal("-1200.00"), "adjustment", "2026-q3")
    assert "3 of 30 checked claims are wrong" in entry.reason
    explained = agent_amounts.of_entry(entry)
    assert (explained.name, explained.what) == (
        "Taken back for errors found by sample",
        f"verification plan {plan.number}",
    )
    assert agent_amounts.as_document(explained)["rules"][0]["entries"][0]["steps"][-1]["result"] == "£1,200.00"
    assert "Clause 12" in entry.reason
    approved.refresh_from_db()
    assert approved.total == before
    assert integrity.verify().broken is None
    assert AuditEntry.objects.filter(action="payments.recovery.apply").count() == 1
    assert world.scheme.price() is None


def test_it_is_taken_back_once_by_the_principal_and_not_by_who_checked(world: World) -> None:
    plan = finished(world)
    for person in (world.commissioner, world.first, world.for_agent):
        with pytest.raises(Forbidden):
            recoveries.apply(plan=plan, by=person, at=AFTER)
    builders.held_before(world.programme, Role.PRINCIPAL, world.first, world.scheme.place.principal)
    with pytest.raises(Forbidden, match="You checked claims"):
        recoveries.apply(plan=plan, by=world.first, at=AFTER)
    with pytest.raises(RecoveryRefused, match="has changed since"):
        recoveries.apply(plan=plan, seen="1.00", by=world.principal, at=AFTER)
    made = recoveries.apply(plan=plan, by=world.principal, at=AFTER)
    with pytest.raises(RecoveryRefused, match="taken back before"):
        recoveries.apply(plan=plan, by=world.principal, at=AFTER)
    Recovery.objects.all()
    with pytest.raises(DatabaseError), transaction.atomic():
        Recovery.objects.create(
            plan=plan, agent=builders.organisation("Other"), version=made[0].version, period=made[0].period,
            amount=1, facts={}, applied_by=world.first, applied_at=AFTER,
        )  # fmt: skip


def test_what_is_taken_back_goes_to_the_payers_by_what_they_bear_where_one_has_a_cap() -> None:
    """The council's third of £16,000 for starts and £44,400 for jobs goes beyond its cap; the treasury bears £50,400.

    Of £1,200 taken back the council has 1,200 × 10,000 ÷ 60,400 = £198.675…, so £198.68, and the treasury £1,001.32.
    """
    cap = {"code": "most", "payer": "council", "over": "contract", "amount": "10000.00", "beyond": "passed_over"}
    world = World(payer_caps=[cap])
    recoveries.apply(plan=finished(world), by=world.principal, at=AFTER)
    document = statements.as_document(world.scheme.statement("2026-q2"))
    assert document["total"] == "43200.00"
    before = {"treasury": Decimal("39733.20"), "council": Decimal("4666.80")}
    assert {one["principal"]: Decimal(one["amount"]) for one in document["payers"]} == {
        "treasury": before["treasury"] - Decimal("1001.32"), "council": before["council"] - Decimal("198.68"),
    }  # fmt: skip
    assert integrity.verify().broken is None
    assert world.scheme.price() is None


def test_a_plan_that_runs_takes_nothing_back(world: World) -> None:
    plan = world.drawn(recovery="point", recovery_basis="Clause 12")[0].plan
    with pytest.raises(RecoveryRefused, match="not finished"):
        recoveries.apply(plan=plan, by=world.principal, at=PRICED)


def test_an_appeal_that_is_upheld_after_the_statement_is_approved_is_paid_on_the_next_and_extrapolated_no_more(
    world: World,
) -> None:
    """Three of thirty fail: £3,600 are taken back before the second quarter is approved. One appeal is upheld: £1,200
    on the third quarter's statement. Two of thirty are wrong, so that £800 of £12,000 are taken back: £400 in all.
    """
    items = world.drawn(recovery="point", recovery_basis="Clause 12")
    for item in items[:3]:
        world.fails_for_good(item)
    for item in items[3:]:
        world.passes(item)
    world.scheme.price()
    approved = world.scheme.approve("2026-q2")
    assert approved.total == Decimal("44400.00")
    checks.appeal(item=items[0], text="They do work there.", by=world.for_agent, at=PRICED)
    checks.decide_appeal(item=items[0], uphold=True, note="The payslip proves it.", by=world.commissioner, at=PRICED)
    world.scheme.price()
    assert statements.as_document(world.scheme.statement("2026-q3"))["total"] == "1200.00"
    verification.finish(plan=items[0].plan, by=world.commissioner, at=AFTER)
    recoveries.apply(plan=items[0].plan, by=world.principal, at=AFTER)
    assert taken_back() == Decimal("-800.00")
    third = statements.as_document(world.scheme.statement("2026-q3"))
    assert (third["total"], {line["kind"] for line in third["lines"]}) == ("400.00", {"adjustment"})
    assert statements.as_document(world.scheme.statement("2026-q2"))["total"] == "44400.00"
    assert integrity.verify().broken is None


def test_an_unchecked_claim_that_falls_later_is_not_taken_back_twice(world: World) -> None:
    """A tenth of £12,000 is taken back. One of the ten is withdrawn and another fails: £2,400, and a tenth of £9,600.

    The one that failed stands again, so that it is a tenth of £10,800.
    """
    plan = finished(world)
    recoveries.apply(plan=plan, by=world.principal, at=AFTER)
    world.scheme.approve("2026-q2")
    one, other = Claim.objects.exclude(pk__in=plan.items.values("claim")).order_by("pk")[:2]
    world.scheme.state(one, ClaimState.State.WITHDRAWN, "Counted twice")
    world.scheme.state(other, ClaimState.State.FAILED)
    world.scheme.price()
    assert taken_back() == Decimal("-960.00")
    assert statements.as_document(world.scheme.statement("2026-q3"))["total"] == "-2160.00"
    reasons = set(LedgerEntry.objects.filter(rule=RULE, net__gt=0).values_list("reason", flat=True))
    assert {words.partition("this. ")[2] for words in reasons} == {ANEW}
    world.scheme.state(other, ClaimState.State.VERIFIED)
    world.scheme.price()
    assert taken_back() == Decimal("-1080.00")
    assert statements.as_document(world.scheme.statement("2026-q3"))["total"] == "-1080.00"
    assert world.scheme.price() is None
    assert integrity.verify().broken is None


def taken_back() -> Decimal:
    return sum(LedgerEntry.objects.filter(rule=RULE).values_list("net", flat=True), Decimal(0))


def test_at_the_lower_limit_less_is_taken_back(world: World) -> None:
    plan = finished(world, recovery="low")
    found = selectors.effect(plan).back_net
    assert Decimal(0) < found < Decimal("1200.00")


def test_the_page_shows_what_changes_and_the_statement_explains_it(world: World, client: Client) -> None:
    plan = finished(world)
    url = reverse("payments:plan_effect", args=[world.programme.slug, plan.number])
    client.force_login(world.for_agent)
    assert client.get(url).status_code == 403
    client.force_login(world.principal)
    page = client.get(url).content.decode()
    assert "£3,600.00 is still stated for them" in page
    assert "Take it back" in page
    page = client.post(url, {"seen": "1200.00"}, follow=True).content.decode()
    assert "Nothing is stated any more for claims that failed." in page
    assert "Taken back by" in page
    statement = world.scheme.statement("2026-q2")
    line = next(
        one
        for one in statement_pages.page(statement, world.principal).lines
        if one.line.rule == "verification_recovery"
    )
    where = reverse("payments:statement_line", args=[world.programme.slug, statement.pk, line.code])
    page = client.get(where).content.decode()
    assert "Taken back for errors found by sample" in page
    assert "3 ÷ 30" in page
    pdf = client.get(reverse("payments:statement_pdf", args=[world.programme.slug, statement.pk]))
    assert pdf.status_code == 200

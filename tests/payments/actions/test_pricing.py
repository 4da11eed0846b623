"""Pricing a programme into its ledger and statements."""

import itertools
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.errors import Forbidden
from accounts.models import AuditEntry, Role
from outcomes.models import ClaimState
from payments.models import LedgerEntry, PricingRun
from tests import builders
from tests.payments.scheme import AUGUST, JANUARY, MAY, PRICED, Scheme


def entered(scheme: Scheme) -> list[tuple[str, str, str, int, str]]:
    """Every entry in order: period, kind, rule, units, net."""
    rows = LedgerEntry.objects.filter(programme=scheme.programme).order_by("pk")
    return [
        (row.statement.period.code, row.kind, row.rule, row.units, str(row.net))
        for row in rows.select_related("statement__period")
    ]


def test_what_is_due_is_stated_in_the_period_in_which_it_falls_due(scheme: Scheme) -> None:
    scheme.claim(scheme.start("P1"), MAY)
    run = scheme.price()
    assert run is not None
    assert (run.number, run.entries, run.net) == (1, 2, Decimal("1550.00"))
    assert entered(scheme) == [
        ("2026-q1", "payment", "start", 1, "400.00"),
        ("2026-q2", "payment", "job-fee", 1, "1150.00"),
    ]
    job = LedgerEntry.objects.get(rule="job-fee")
    assert (job.gross, job.deadweight, job.capped) == (Decimal("1200.00"), Decimal(0), Decimal("50.00"))
    assert job.explanation["cap"] == {"code": "each", "scope": "participant", "left": "1150.00"}


def test_pricing_again_changes_nothing(scheme: Scheme) -> None:
    scheme.claim(scheme.start("P1"), MAY)
    scheme.price()
    assert scheme.price() is None
    assert PricingRun.objects.count() == 1


def test_nothing_is_priced_before_it_falls_due(scheme: Scheme) -> None:
    scheme.claim(scheme.start("P1"), MAY)
    scheme.price(as_of=date(2026, 5, 11))
    assert [row[2] for row in entered(scheme)] == ["start"]
    scheme.price(as_of=MAY)
    assert [row[2] for row in entered(scheme)] == ["start", "job-fee"]


def test_a_claim_after_approval_is_an_adjustment_on_the_next_open_statement(scheme: Scheme) -> None:
    first, second = scheme.start("P1"), scheme.start("P2", segment="other")
    scheme.claim(first, MAY)
    scheme.price()
    scheme.approve("2026-q2")
    scheme.claim(second, MAY)
    scheme.price()
    late = LedgerEntry.objects.order_by("-pk").select_related("statement__period").first()
    assert late is not None
    assert (late.statement.period.code, late.kind, late.net) == ("2026-q3", "adjustment", Decimal("1200.00"))
    assert late.reason == (
        "The statement for 2026-q2 was approved before this. It was claimed, or fell due, after that."
    )
    assert scheme.price() is None


@pytest.mark.parametrize("state", [ClaimState.State.FAILED, ClaimState.State.WITHDRAWN])
def test_a_claim_that_does_not_stand_is_taken_back(scheme: Scheme, state: str) -> None:
    claim = scheme.claim(scheme.start("P1"), MAY)
    scheme.price()
    scheme.state(claim, state)
    scheme.price()
    assert entered(scheme)[-1] == ("2026-q2", "payment", "job-fee", -1, "-1150.00")
    reason = LedgerEntry.objects.order_by("pk").last()
    assert reason is not None
    assert "The employer does not know them." in reason.reason
    scheme.state(claim, ClaimState.State.VERIFIED)
    scheme.price()
    assert entered(scheme)[-1] == ("2026-q2", "payment", "job-fee", 1, "1150.00")


def test_a_claim_that_fails_after_approval_is_clawed_back_by_an_adjustment(scheme: Scheme) -> None:
    claim = scheme.claim(scheme.start("P1"), MAY)
    scheme.price()
    approved = scheme.approve("2026-q2")
    scheme.state(claim, ClaimState.State.FAILED)
    scheme.price()
    assert entered(scheme)[-1] == ("2026-q3", "adjustment", "job-fee", -1, "-1150.00")
    approved.refresh_from_db()
    assert approved.total == Decimal("1150.00")


def test_a_change_waits_when_no_later_statement_is_open(scheme: Scheme) -> None:
    claim = scheme.claim(scheme.start("P1"), AUGUST)
    scheme.price()
    scheme.approve("2026-q3")
    scheme.state(claim, ClaimState.State.FAILED)
    assert scheme.price() is None


def test_splitting_the_arrival_of_claims_changes_no_total(scheme: Scheme) -> None:
    people = [scheme.start(f"P{number}") for number in range(6)]
    for person in people[3:]:
        scheme.claim(person, MAY)
        scheme.price()
    for person in people[:3]:
        scheme.claim(person, JANUARY)
        scheme.price()
    assert sum(Decimal(row[4]) for row in entered(scheme)) == 6 * Decimal("1550.00")


def test_each_run_chains_to_the_one_before(scheme: Scheme) -> None:
    person = scheme.start("P1")
    scheme.price()
    scheme.claim(person, MAY)
    scheme.price()
    first, second = PricingRun.objects.order_by("number")
    assert (first.previous_digest, second.previous_digest) == ("0" * 64, first.digest)


def test_only_commissioner_and_principal_may_price(scheme: Scheme) -> None:
    scheme.start("P1")
    for role in (Role.AGENT, Role.EXPERT_BODY, Role.VERIFIER, Role.ANALYST, Role.ADMINISTRATOR):
        with pytest.raises(Forbidden):
            scheme.price(by=builders.member(scheme.programme, role))
    assert scheme.price(by=scheme.place.for_principal)


def test_a_run_is_audited(scheme: Scheme) -> None:
    scheme.start("P1")
    run = scheme.price(by=scheme.place.commissioner)
    entry = AuditEntry.objects.get(action="payments.run.price")
    assert run is not None
    assert (entry.by, entry.subject_id, entry.at) == (scheme.place.commissioner, str(run.pk), PRICED)
    assert entry.after["entries"] == 1


def test_a_programme_without_a_contract_has_nothing_to_price(db: None) -> None:
    from payments.actions import pricing

    programme = builders.programme()
    assert pricing.price(programme=programme, as_of=MAY, by=builders.system(), at=PRICED) is None


def test_the_number_of_queries_does_not_grow_with_the_claims(scheme: Scheme) -> None:
    numbers = itertools.count(1)

    def queries(number: int) -> int:
        for _ in range(number):
            scheme.claim(scheme.start(f"P{next(numbers)}"), MAY)
        with CaptureQueriesContext(connection) as captured:
            scheme.price()
        return len(captured)

    scheme.claim(scheme.start("first"), MAY)
    scheme.price()
    assert queries(1) == queries(20)

"""A principal with a cap of its own, from the agreed contract to the statement, its adjustment, its page and paper."""

import dataclasses
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from outcomes.models import Claim, ClaimState
from payments.domain.payers import Parts
from payments.models import LedgerEntry
from payments.selectors import explanations, integrity, statement_report, statements
from tests.payments.scheme import AUGUST, MAY, PRICED, Scheme, scheme

pytestmark = pytest.mark.django_db


def capped(beyond: str, amount: str = "1000.00") -> Scheme:
    """The council pays a third, at most so much over the contract. Three people start (£400) and find jobs (£1,200)."""
    cap = {"code": "council-limit", "payer": "council", "over": "contract", "amount": amount, "beyond": beyond}
    one = scheme(payer_caps=[cap], caps=[{"code": "all", "scope": "contract", "amount": "90000.00"}])
    for number in range(3):
        one.claim(one.start(f"P{number}"), MAY)
    one.price()
    return one


def who_pays(one: Scheme, period: str) -> dict[str, str]:
    found = statements.as_document(one.statement(period))
    assert sum(Decimal(payer["amount"]) for payer in found["payers"]) == Decimal(found["total"])
    return {payer["principal"]: payer["amount"] for payer in found["payers"]}


def test_what_is_passed_over_changes_who_pays_and_says_so(client: Client) -> None:
    one = capped("passed_over")
    assert who_pays(one, "2026-q1") == {"treasury": "800.01", "council": "399.99"}
    assert who_pays(one, "2026-q2") == {"treasury": "2999.99", "council": "600.01"}
    statement = one.statement("2026-q2")
    assert statements.as_document(statement)["payer_caps"] == [
        {"cap": "council-limit", "principal": "council", "passed_over": "599.99", "unpaid": "0.00"}
    ]
    client.force_login(one.place.for_principal)
    page = client.get(reverse("payments:statement_detail", args=[one.programme.slug, statement.pk])).content.decode()
    paper = repr(dataclasses.asdict(statement_report.report(statement, one.place.for_principal, PRICED)))
    for words in (
        "Council pays at most £1,000 over the whole contract, to all agents together.",
        "On this statement £599.99 is passed over to other principals.",
        "as far as the caps of the principals leave room",
        "£2,999.99",
    ):
        assert words in page
        assert words in paper


def test_what_is_unpaid_is_capped_and_explained_by_the_cap_of_the_payer(client: Client) -> None:
    one = capped("unpaid")
    assert who_pays(one, "2026-q2") == {"treasury": "2400.00", "council": "600.01"}
    entries = LedgerEntry.objects.filter(rule="job-fee").order_by("pk")
    assert [str(entry.capped) for entry in entries] == ["0.00", "199.99", "400.00"]
    statement = one.statement("2026-q2")
    paper = repr(dataclasses.asdict(statement_report.report(statement, one.place.for_principal, PRICED)))
    assert "less £599.99 beyond the cap council-limit: £3,000.01 owed" in paper
    claim = Claim.objects.get(participant__reference="P1")
    client.force_login(one.place.for_principal)
    page = client.get(reverse("payments:claim_explanation", args=[one.programme.slug, claim.pk])).content.decode()
    for words in (
        "what goes beyond the most that Council pays for the contract",
        "£400.00 asked of it − £200.01 left",
        "£199.99 not paid",
        "Treasury pays £800.00, Council pays £200.01, as far as their caps leave room",
    ):
        assert words in page
    entry = explanations.as_document(explanations.of_claim(claim, MAY))["rules"][0]["entries"][0]
    assert (entry["cap"], entry["payers"][1]) == ("199.99", {"principal": "council", "amount": "200.01"})


def test_verify_ledger_finds_a_line_that_its_payers_do_not_bear(monkeypatch: pytest.MonkeyPatch) -> None:
    """The entries are written with what is wrong in them, so that every digest is that of its content."""
    written = Parts.document

    def a_penny_too_much(parts: Parts) -> dict[str, dict[str, str]]:
        said = written(parts)
        said["payers"]["council"] = str(Decimal(said["payers"]["council"]) + Decimal("0.01"))
        return said

    with monkeypatch.context() as patched:
        patched.setattr(Parts, "document", a_penny_too_much)
        capped("passed_over")
    broken = integrity.verify().broken
    assert broken is not None
    assert "comes to £1200.00, and its payers bear £1200.03" in str(broken)


def test_what_was_approved_stays_and_a_moved_share_lands_on_the_next_statement() -> None:
    """The first job fails after the approval, so that the council has room again for those that come after."""
    one = capped("passed_over", "900.00")
    for period in ("2026-q1", "2026-q2"):
        one.approve(period)
    before = {period: who_pays(one, period) for period in ("2026-q1", "2026-q2")}
    one.state(Claim.objects.get(participant__reference="P0"), ClaimState.State.FAILED)
    one.claim(one.start("P9", AUGUST), AUGUST)
    one.price()
    assert {period: who_pays(one, period) for period in before} == before
    total: dict[str, Decimal] = {}
    for period in ("2026-q1", "2026-q2", "2026-q3"):
        for payer, amount in who_pays(one, period).items():
            total[payer] = total.get(payer, Decimal(0)) + Decimal(amount)
    assert total["council"] == Decimal("900.00")
    assert total["treasury"] == Decimal(1600 + 3 * 1200 - 900)
    moved = LedgerEntry.objects.filter(reason__contains="how much room the cap of a payer leaves")
    assert moved.exists()
    assert {(entry.kind, entry.net) for entry in moved} == {("adjustment", Decimal("0.00"))}
    assert one.price() is None
    assert integrity.verify().broken is None

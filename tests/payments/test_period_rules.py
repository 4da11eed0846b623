"""Fees for a service and volume bands: priced to the penny, taken back from the top, explained."""

from datetime import date
from decimal import Decimal

import hypothesis.strategies as st
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import given

from accounts.models import Role
from contracts.domain import terms
from contracts.domain.terms import Period
from outcomes.models import ClaimState
from payments.domain import pricing
from payments.domain.inputs import Book, Claim, Inputs, Start
from payments.domain.lines import Line
from payments.models import LedgerEntry
from payments.selectors import integrity, statement_pages, statements
from tests import builders
from tests.contracts import documents
from tests.kept import kept
from tests.payments import scheme
from tests.payments.approving import approve_all
from tests.payments.scheme import AUGUST, MAY, PRICED, Scheme

FEBRUARY = date(2026, 2, 10)
SERVICE = {
    "code": "service", "name": "Service fee", "kind": "service_fee",
    "amounts": [{"agent": None, "amount": "10000.00"}], "yearly_discount": "0.025",
}  # fmt: skip
BANDS = {
    "code": "volume", "name": "Results by volume", "kind": "volume_bands", "outcome": "job",
    "bands": [{"above": 0, "amount": "1000.00"}, {"above": 2, "amount": "600.00"}],
}  # fmt: skip
YEARS = tuple(
    Period(f"{year}-h{half}", date(year, first, 1), date(year, last, day))
    for year in (2026, 2027, 2028)
    for half, first, last, day in ((1, 1, 6, 30), (2, 7, 12, 31))
)


def book(**fields: object) -> Book:
    document = documents.version(number=1, targets=[], **{"caps": [], **fields})
    return Book({7: terms.parse(document)}, YEARS, {"northway": 3})


def starts(number: int) -> list[Start]:
    return [Start(place, f"P{place:03}", 3, "young", date(2026, 1, 5), 7) for place in range(number)]


def claims(days: list[date]) -> list[Claim]:
    return [Claim(100 + place, place, "job", day, 1, 7) for place, day in enumerate(days)]


def priced(of: Book, days: list[date], as_of: date = date(2028, 12, 31)) -> list[Line]:
    return pricing.price(Inputs(of, starts(len(days)), claims(days), as_of)).lines


def test_a_service_fee_falls_each_year_and_is_owed_in_arrears() -> None:
    """£10,000.00; then 10,000 × 0.975 = £9,750.00; then 10,000 × 0.975² = £9,506.25."""
    lines = priced(book(rules=[SERVICE]), [])
    assert [(line.period, str(line.net)) for line in lines] == [
        ("2026-h1", "10000.00"), ("2026-h2", "10000.00"), ("2027-h1", "9750.00"), ("2027-h2", "9750.00"),
        ("2028-h1", "9506.25"), ("2028-h2", "9506.25"),
    ]  # fmt: skip
    assert {line.participant for line in lines} == {None}
    assert len(priced(book(rules=[SERVICE]), [], as_of=date(2026, 12, 30))) == 1
    in_advance = {**SERVICE, "in_arrears": False}
    assert len(priced(book(rules=[in_advance]), [], as_of=date(2026, 7, 1))) == 2


def test_earlier_results_fill_the_lower_bands() -> None:
    first, second = date(2026, 3, 1), date(2026, 9, 1)
    lines = priced(book(rules=[BANDS]), [first, first, first, second, second])
    assert [(line.about, line.units, str(line.net)) for line in lines] == [
        ("2026-h1.1.v1", 2, "2000.00"), ("2026-h1.2.v1", 1, "600.00"), ("2026-h2.2.v1", 2, "1200.00"),
    ]  # fmt: skip


@pytest.mark.parametrize(("over", "total"), [("contract", "3800.00"), ("year", "3800.00"), ("period", "4600.00")])
def test_the_count_runs_over_the_contract_a_year_or_a_period(over: str, total: str) -> None:
    first, second = date(2026, 3, 1), date(2026, 9, 1)
    lines = priced(book(rules=[{**BANDS, "over": over}]), [first, first, first, second, second])
    assert sum(line.net for line in lines) == Decimal(total)


@given(st.lists(st.dates(date(2026, 1, 6), date(2027, 12, 31)), max_size=12), st.randoms(use_true_random=False))
def test_the_total_is_that_of_the_bands_in_any_order_of_arrival(days: list[date], chance: object) -> None:
    of = book(rules=[BANDS])
    lines = priced(of, days)
    expected = 1000 * min(len(days), 2) + 600 * max(0, len(days) - 2)
    assert sum((line.net for line in lines), Decimal(0)) == expected
    shuffled = claims(days)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    again = pricing.price(Inputs(of, starts(len(days)), shuffled, date(2028, 12, 31))).lines
    assert again == lines


@given(st.lists(st.dates(date(2026, 1, 6), date(2027, 12, 31)), min_size=3, max_size=12), st.data())
def test_what_falls_away_takes_back_the_price_of_the_highest_band(days: list[date], data: st.DataObject) -> None:
    of = book(rules=[BANDS])
    gone = data.draw(st.integers(0, len(days) - 1))
    fewer = [claim for place, claim in enumerate(claims(days)) if place != gone]
    left = pricing.price(Inputs(of, starts(len(days)), fewer, date(2028, 12, 31))).lines
    lost = sum(line.net for line in priced(of, days)) - sum(line.net for line in left)
    assert lost == 600


def test_caps_and_a_conceded_share_hold_for_volumes_and_a_participants_cap_does_not() -> None:
    """Three results: 2 × 1,000 less a fifth is £1,600; 600 less a fifth £480; of a cap of £2,000 that leaves £400."""
    conceded = {"method": "conceded", "share": "1/5", "rounding": "per_period", "source": "Pilot"}
    caps = [
        {"code": "all", "scope": "contract", "amount": "2000.00"},
        {"code": "each", "scope": "participant", "amount": "1.00"},
    ]
    lines = priced(book(rules=[{**BANDS, "deadweight": conceded}], caps=caps), [date(2026, 3, 1)] * 3)
    assert [(str(line.deadweight), str(line.capped), str(line.net)) for line in lines] == [
        ("400.00", "0.00", "1600.00"), ("120.00", "80.00", "400.00"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ({**BANDS, "bands": [{"above": 5, "amount": "1.00"}, {"above": 5, "amount": "2.00"}]}, "overlapping_bands"),
        ({**BANDS, "bands": [{"above": 5, "amount": "1.00"}, {"above": 2, "amount": "2.00"}]}, "overlapping_bands"),
        ({**BANDS, "bands": []}, "missing"),
        ({**BANDS, "bands": [{"above": 0, "amount": "-1.00"}]}, "negative"),
        ({**BANDS, "outcome": "wedding"}, "unknown_outcome"),
        ({**BANDS, "deadweight": {"method": "conceded", "share": "1/5", "rounding": "per_claim"}}, "contradiction"),
        ({**SERVICE, "amounts": [{"agent": "nobody", "amount": "1.00"}]}, "unknown_agent"),
        ({**SERVICE, "yearly_discount": "2"}, "out_of_range"),
        ({**SERVICE, "amounts": [{"amount": "1.00"}, {"amount": "2.00"}]}, "twice"),
    ],
)
def test_a_rule_that_cannot_be_right_is_refused_with_its_place(rule: dict[str, object], code: str) -> None:
    with pytest.raises(terms.TermsError) as refused:
        terms.parse(documents.version(number=1, rules=[rule], targets=[], caps=[]))
    assert code in {problem.code for problem in refused.value.problems}
    assert all(problem.path.startswith("rules[0]") for problem in refused.value.problems)


@pytest.fixture
@kept
def paid() -> Scheme:
    """Three jobs in May and one in August, a fee for each quarter, priced to the end of the year."""
    one = scheme.scheme(rules=[SERVICE, BANDS], caps=[])
    for number, day in enumerate([MAY, MAY, MAY, AUGUST]):
        one.claim(one.start(f"P{number}", attributes={"age": "18-24"}), day)
    one.price()
    return one


def test_the_ledger_holds_them_under_their_names_and_is_sound(paid: Scheme) -> None:
    held = LedgerEntry.objects.order_by("pk").values_list("about", "units", "net", "participant")
    assert sorted((about, units, str(net)) for about, units, net, _ in held) == [
        ("2026-q1", 1, "10000.00"), ("2026-q2", 1, "10000.00"), ("2026-q2.1.v1", 2, "2000.00"),
        ("2026-q2.2.v1", 1, "600.00"), ("2026-q3", 1, "10000.00"), ("2026-q3.2.v1", 1, "600.00"),
    ]  # fmt: skip
    assert {participant for *_, participant in held} == {None}
    assert integrity.verify().broken is None
    assert paid.price() is None


def test_the_digest_covers_the_name_of_the_amount(paid: Scheme) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE payments_ledgerentry DISABLE TRIGGER USER")
        cursor.execute("UPDATE payments_ledgerentry SET about = '2026-q9' WHERE about = '2026-q1'")
    assert integrity.verify().broken is not None


def test_a_result_that_fails_after_approval_is_taken_back_on_the_next_statement(paid: Scheme) -> None:
    paid.approve("2026-q2")
    paid.state(paid.programme.claims.order_by("pk")[0], ClaimState.State.FAILED)
    paid.price()
    lines = statements.lines_of(paid.statement("2026-q3"))
    taken = [line for line in lines if line.kind == "adjustment"]
    assert [(line.count, str(line.net)) for line in taken] == [(-1, "-600.00")]
    reasons = set(LedgerEntry.objects.filter(kind="adjustment").values_list("reason", flat=True))
    assert any("volume has changed" in reason or "no longer owed" in reason for reason in reasons)
    assert sum(line.net for line in lines) == Decimal("10000.00")
    assert integrity.verify().broken is None


def test_the_line_opens_into_the_formula_with_its_values(client: Client, paid: Scheme) -> None:
    client.force_login(paid.place.commissioner)
    statement = paid.statement("2026-q2")
    page = statement_pages.page(statement, paid.place.commissioner)
    shown = {line.name: line for line in page.lines}
    opened = client.get(
        reverse("payments:statement_line", args=[paid.programme.slug, statement.pk, shown["Service fee"].code])
    ).content.decode()
    assert "fee of the first year × (1 − yearly discount)^(contract year − 1)" in opened
    assert "not for one participant" in opened
    bands = [line for line in page.lines if line.line.unit_amount == 1000]
    opened = client.get(
        reverse("payments:statement_line", args=[paid.programme.slug, statement.pk, bands[0].code])
    ).content.decode()
    assert "results 1 to 2 of the agent" in opened


def test_a_claim_that_counts_says_where_its_money_stands(client: Client, paid: Scheme) -> None:
    client.force_login(paid.place.commissioner)
    claim = paid.programme.claims.order_by("pk")[0]
    page = client.get(reverse("payments:claim_explanation", args=[paid.programme.slug, claim.pk])).content.decode()
    assert "It counts towards the volume of “Results by volume”" in page


def test_the_fee_is_shown_to_everybody_and_hides_no_small_number(paid: Scheme) -> None:
    """With three results beside it, the total would give them away, so that nothing is shown."""
    approve_all(paid.programme, PRICED)
    member = builders.member(paid.programme, Role.EXPERT_BODY)
    with_results = statement_pages.page(paid.statement("2026-q2"), member)
    assert with_results.hidden
    alone = statement_pages.page(paid.statement("2026-q1"), member)
    assert not alone.hidden
    assert [str(line.line.net) for line in alone.lines] == ["10000.00"]

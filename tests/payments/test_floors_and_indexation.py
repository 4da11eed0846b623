"""Minimum payments and amounts that rise with the years: priced to the penny, taken back, explained."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import hypothesis.strategies as st
import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given

from accounts.models import Role
from contracts.domain import differences, documents, rule_words, terms
from outcomes.models import ClaimState
from payments.domain import explanation, pricing, version_costs
from payments.domain.inputs import Book, Inputs
from payments.domain.lines import Line
from payments.models import LedgerEntry
from payments.selectors import integrity, statement_pages
from tests import builders
from tests.kept import kept
from tests.payments import contracts, scheme
from tests.payments.contracts import AGENT, FIRST_DAY, LATER, claim, outcome_fee, start
from tests.payments.scheme import MAY, Scheme

LEAST: dict[str, Any] = {
    "kind": "floor", "code": "least", "name": "Minimum", "amounts": [{"agent": None, "amount": "2500.00"}],
}  # fmt: skip
FEE = {
    "kind": "service_fee", "code": "service", "name": "Service fee", "amounts": [{"agent": None, "amount": "100.01"}],
}  # fmt: skip
RISE: dict[str, Any] = {"basis": "contract", "yearly": "0.03", "source": "As agreed"}


def lines(of: terms.Terms, after: list[int], as_of: date = LATER) -> list[Line]:
    """One participant for each result, so many days after the first day of the contract."""
    starts = [start(place) for place in range(len(after))]
    claims = [claim(100 + n, n, "job", FIRST_DAY + timedelta(days=days)) for n, days in enumerate(after)]
    return pricing.price(Inputs(Book({1: of}, of.periods, {"provider": AGENT}), starts, claims, as_of)).lines


def by_period(found: list[Line]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for line in found:
        sums[line.period] = sums.get(line.period, Decimal(0)) + line.net
    return sums


def test_what_is_missing_to_the_least_of_a_period_is_added_at_its_end() -> None:
    """Two results of £1,000 in q1: £500 is missing; three in q2: nothing is."""
    of = contracts.contract([outcome_fee("job"), LEAST])
    end_of_q2 = FIRST_DAY + timedelta(days=181)
    found = lines(of, [1, 2, 100, 101, 102], end_of_q2)
    assert [(line.about, str(line.net)) for line in found if line.participant is None] == [("q1.least", "500.00")]
    assert by_period(found) == {"q1": Decimal("2500.00"), "q2": Decimal("3000.00")}
    assert not [line for line in lines(of, [1], FIRST_DAY + timedelta(days=89)) if line.participant is None]


@given(st.lists(st.integers(0, 1500), max_size=15), st.sampled_from(["period", "contract"]), st.data())
def test_every_minimum_is_reached_and_one_more_result_never_brings_less(
    after: list[int], over: str, data: st.DataObject
) -> None:
    of = contracts.contract([outcome_fee("job"), {**LEAST, "over": over}])
    found = lines(of, after)
    if over == "period":
        assert all(amount >= 2500 for amount in by_period(found).values())
        assert len(by_period(found)) == 12
    else:
        assert sum(line.net for line in found) >= 2500
    more = lines(of, [*after, data.draw(st.integers(0, 1500))])
    assert sum(line.net for line in more) >= sum(line.net for line in found)


def test_a_minimum_never_goes_beyond_a_cap() -> None:
    cap = {"code": "all", "scope": "contract", "amount": "6000.00"}
    found = lines(contracts.contract([outcome_fee("job"), LEAST], caps=[cap]), [])
    assert sum(line.net for line in found) == 6000
    assert [str(line.capped) for line in found][:4] == ["0.00", "0.00", "1500.00", "2500.00"]


def test_amounts_rise_with_each_contract_year_to_the_penny() -> None:
    """£1,000 in year 1; × 1.03 in year 2; × 1.0609 in year 3. £100.01 × 1.03 = 103.0103, to the penny 103.01."""
    of = contracts.contract([outcome_fee("job"), FEE], indexation=RISE)
    found = lines(of, [1, 400, 800])
    jobs = [str(line.net) for line in found if line.participant is not None]
    assert jobs == ["1000.00", "1030.00", "1060.90"]
    assert {str(line.net) for line in found if line.rule == "service"} == {"100.01", "103.01", "106.10"}


def test_a_fee_that_falls_and_rises_is_rounded_once() -> None:
    """£100.30 less 2.5%, × 1.03, is £100.726275: £100.73, not as rounding £97.7925 first would make it."""
    fee = {**FEE, "amounts": [{"amount": "100.30"}], "yearly_discount": "0.025"}
    found = lines(contracts.contract([outcome_fee("job"), fee], indexation=RISE), [])
    second = next(line for line in found if line.explanation["year"] == 2)
    assert str(second.net) == "100.73"
    entry = explanation.Entry(
        "service", "", "", 1, second.unit_amount, second.gross, second.deadweight, second.capped, second.net,
        second.explanation,
    )  # fmt: skip
    steps = explanation.steps(entry, contracts.contract([outcome_fee("job"), fee], indexation=RISE))
    told = {step.title: (step.values, step.result) for step in steps}
    assert told["Unit amount"] == ("£100.30 × (1 − 1/40)^(2 − 1)", "£97.79")
    assert told["Indexation"][0].startswith("£100.30 × (1 − 1/40)^(2 − 1) × 103/100 (contract year 2;")
    assert told["Indexation"][1] == "£100.73"


def test_a_table_says_the_factor_of_a_financial_year_and_for_which_rules() -> None:
    rise = {
        "basis": "financial", "source": "An index", "rules": ["job-fee"],
        "table": [{"year": 2025, "factor": "1.021"}, {"year": 2026, "factor": "1.0405"}],
    }  # fmt: skip
    found = lines(contracts.contract([outcome_fee("job"), FEE], indexation=rise), [1, 400, 800])
    assert [str(line.net) for line in found if line.participant is not None] == ["1000.00", "1021.00", "1040.50"]
    assert {str(line.net) for line in found if line.rule == "service"} == {"100.01"}


@pytest.mark.parametrize(
    ("rise", "place", "code"),
    [
        ({**RISE, "yearly": None}, "indexation.yearly", "contradiction"),
        ({**RISE, "yearly": "0.9"}, "indexation.yearly", "out_of_range"),
        ({**RISE, "yearly": 0.03}, "indexation.yearly", "float"),
        ({**RISE, "source": ""}, "indexation.source", "missing"),
        ({**RISE, "rules": ["nothing"]}, "indexation.rules", "unknown_rule"),
        ({**RISE, "rules": ["least"]}, "indexation.rules", "contradiction"),
        (
            {"source": "An index", "table": [{"year": 2, "factor": "1.1"}, {"year": 2, "factor": "1.2"}]},
            "indexation.table[1].year",
            "not_rising",
        ),
        ({"source": "An index", "table": [{"year": 2, "factor": "0"}]}, "indexation.table[0].factor", "out_of_range"),
    ],
)
def test_a_rise_that_cannot_be_right_is_refused_with_its_place(rise: dict[str, Any], place: str, code: str) -> None:
    with pytest.raises(terms.TermsError) as refused:
        contracts.contract([outcome_fee("job"), LEAST], indexation=rise)
    assert (place, code) in {(problem.path, problem.code) for problem in refused.value.problems}


def test_both_are_written_back_as_they_were_read_said_in_words_and_compared() -> None:
    plain = contracts.contract([outcome_fee("job"), LEAST])
    of = contracts.contract([outcome_fee("job"), LEAST], indexation=RISE)
    assert terms.parse(documents.of_terms(of)) == of
    assert (
        rule_words.rule(of.rules[1], of)
        == "Adds what is missing when an agent is paid less than £2,500 for each period."
    )
    told = {change.label: change.after for change in differences.between(plain, of)}
    assert told == {
        "Amounts rise": "Every amount by 3% with each contract year after the first, to the penny. Source: As agreed"
    }


def test_a_comparison_counts_what_agents_are_paid_for_periods() -> None:
    of = contracts.contract([outcome_fee("job"), FEE, LEAST])
    costs = version_costs.by_period(of, of.periods, [], [], FIRST_DAY + timedelta(days=91), {"provider": AGENT})
    assert costs["q1"].net == 2500


@pytest.fixture
@kept
def paid() -> Scheme:
    """Two jobs of £1,000 in May of the first financial year named, each × 1.05; at least £3,000 a quarter."""
    rise = {"basis": "financial", "source": "An index", "table": [{"year": 2026, "factor": "1.05"}]}
    jobs = {
        "code": "job-fee",
        "name": "Job",
        "kind": "outcome_fee",
        "outcome": "job",
        "amounts": [{"amount": "1000.00"}],
    }
    least = {**LEAST, "amounts": [{"agent": None, "amount": "3000.00"}]}
    one = scheme.scheme(rules=[jobs, least], caps=[], indexation=rise)
    for number in range(2):
        one.claim(one.start(f"P{number}"), MAY)
    one.price(as_of=date(2026, 6, 30))
    return one


def test_the_ledger_follows_when_a_result_fails_after_approval(paid: Scheme) -> None:
    """The minimum of the quarter rises by what the failed result brought, so that the quarter still comes to £3,000."""
    held = LedgerEntry.objects.values_list("about", "net")
    assert sorted((about, str(net)) for about, net in held) == [
        ("", "1050.00"), ("", "1050.00"), ("2026-q1.least", "3000.00"), ("2026-q2.least", "900.00"),
    ]  # fmt: skip
    paid.approve("2026-q2")
    paid.state(paid.programme.claims.order_by("pk")[0], ClaimState.State.FAILED)
    paid.price(as_of=date(2026, 6, 30))
    moved = LedgerEntry.objects.filter(kind="adjustment").order_by("net")
    assert [str(entry.net) for entry in moved] == ["-1050.00", "-900.00", "1950.00"]
    assert any("Other amounts of the agent have changed" in entry.reason for entry in moved)
    assert integrity.verify().broken is None
    assert paid.price(as_of=date(2026, 6, 30)) is None


def test_both_are_explained(client: Client, paid: Scheme) -> None:
    client.force_login(paid.place.commissioner)
    claim_of = paid.programme.claims.order_by("pk")[0]
    address = reverse("payments:claim_explanation", args=[paid.programme.slug, claim_of.pk])
    page = client.get(address).content.decode()
    assert "£1,000.00 × 21/20 (financial year 2026; An index)" in page
    statement = paid.statement("2026-q2")
    found = next(one for one in statement_pages.page(statement, paid.place.commissioner).lines if one.name == "Minimum")
    opened = client.get(reverse("payments:statement_line", args=[paid.programme.slug, statement.pk, found.code]))
    assert "£3,000.00 − £2,100.00" in opened.content.decode()


def test_few_results_cannot_be_worked_out_from_the_minimum(paid: Scheme) -> None:
    member = builders.member(paid.programme, Role.EXPERT_BODY)
    assert statement_pages.page(paid.statement("2026-q2"), member).hidden

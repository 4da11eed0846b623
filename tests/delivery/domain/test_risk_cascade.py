"""The risk-cascade test: what each rule asks of a subcontract, with figures on both sides of the line."""

import dataclasses
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.domain import risk_cascade
from delivery.domain.risk_cascade import FLAGGED, PASSED, UNKNOWN, Lead, Sub

LEAD = Lead(Decimal(40), 30, Decimal(30), Decimal(10))
FAIR = Sub(
    is_vulnerable=True,
    share_of_work=Decimal(20),
    share_of_pay=Decimal(20),
    share_by_results=Decimal(10),
    payment_days=30,
    promised_a_year=365,
    since=date(2025, 1, 1),
    referred=90,
    counted_on=date(2025, 4, 10),
)


def said(code: str, **changes: object) -> risk_cascade.Answer:
    sub = dataclasses.replace(FAIR, **changes)  # type: ignore[arg-type]
    return next(answer for answer in risk_cascade.judge(sub, LEAD) if answer.code == code)


def test_a_fair_subcontract_passes_every_rule() -> None:
    answers = risk_cascade.judge(FAIR, LEAD)
    assert {answer.verdict for answer in answers} == {PASSED}
    assert risk_cascade.verdict(answers) == PASSED


def test_more_of_its_pay_by_results_than_the_lead_is_flagged() -> None:
    assert said("share_by_results", share_by_results=Decimal(40)).verdict == PASSED
    answer = said("share_by_results", share_by_results=Decimal("40.5"))
    assert answer.verdict == FLAGGED
    assert answer.figures == "40.5% of its pay by results against the lead's 40%"
    assert "at most 40%" in answer.cure


def test_paid_later_than_the_lead_is_flagged() -> None:
    assert said("payment_days", payment_days=30).verdict == PASSED
    answer = said("payment_days", payment_days=45)
    assert (answer.verdict, answer.figures) == (FLAGGED, "Paid in 45 days against the lead's 30")


def test_share_of_risk_as_worked_in_the_docs() -> None:
    sub = dataclasses.replace(FAIR, share_of_pay=Decimal(20), share_by_results=Decimal(50))
    assert risk_cascade.share_of_risk(sub, LEAD) == 25


def test_a_lead_without_risk_passes_all_of_it_down() -> None:
    lead = dataclasses.replace(LEAD, share_by_results=Decimal(0))
    assert risk_cascade.share_of_risk(FAIR, lead) == 100
    assert risk_cascade.share_of_risk(dataclasses.replace(FAIR, share_by_results=Decimal(0)), lead) == 0


def test_the_ceiling_is_lower_for_small_ones_and_charities() -> None:
    carried = {"share_of_pay": Decimal(20), "share_by_results": Decimal(40)}  # 20% of the risk
    assert said("risk_ceiling", **carried, is_vulnerable=True).verdict == FLAGGED
    assert said("risk_ceiling", **carried, is_vulnerable=False).verdict == PASSED
    assert "ceiling 10%" in said("risk_ceiling", **carried, is_vulnerable=True).figures


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"referred": 90}, PASSED),  # of 100 promised in 100 days
        ({"referred": 89}, FLAGGED),
        ({"referred": None}, UNKNOWN),
        ({"promised_a_year": 0, "referred": None}, PASSED),
        ({"referred": 0, "counted_on": date(2024, 12, 1)}, PASSED),
    ],
)
def test_referrals_under_nine_tenths_of_the_promise_are_flagged(changes: dict[str, object], verdict: str) -> None:
    assert said("referrals", **changes).verdict == verdict


def test_nothing_is_judged_against_what_nobody_has_stated() -> None:
    answers = risk_cascade.judge(FAIR, None)
    assert {answer.verdict for answer in answers if answer.code != "referrals"} == {UNKNOWN}
    assert risk_cascade.verdict(answers) == UNKNOWN


def test_one_flag_outweighs_what_cannot_be_said() -> None:
    answers = risk_cascade.judge(dataclasses.replace(FAIR, referred=1), None)
    assert risk_cascade.verdict(answers) == FLAGGED


shares = st.decimals(0, 100, places=2)


@given(shares, shares, shares, st.integers(0, 400), st.booleans())
def test_easier_terms_are_never_flagged_where_harder_ones_pass(
    pay: Decimal, by_results: Decimal, less: Decimal, days: int, small: bool
) -> None:
    def flags(results: Decimal, wait: int) -> set[str]:
        sub = dataclasses.replace(
            FAIR, share_of_pay=pay, share_by_results=results, payment_days=wait, is_vulnerable=small
        )
        return {answer.code for answer in risk_cascade.judge(sub, LEAD) if answer.verdict == FLAGGED}

    assert flags(min(by_results, less), days // 2) <= flags(by_results, days)

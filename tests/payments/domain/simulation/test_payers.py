"""Caps of single principals in a simulation: who bears what, what nobody pays, and how often a cap is met."""

import dataclasses
from typing import Any

import numpy as np
import pytest

from contracts.domain.terms import Terms
from payments.domain.simulation import engine, questions
from tests.payments.contracts import outcome_fee
from tests.payments.domain.simulation import courses
from tests.payments.domain.simulation.test_fidelity import EVENTS, FALL, FEE, measured

THREE = [("payer", "1/2"), ("council", "3/10"), ("fund", "1/5")]


def limit(payer: str, amount: str, over: str = "contract", beyond: str = "passed_over") -> dict[str, str]:
    return {"code": f"{payer}-{over}", "payer": payer, "over": over, "amount": amount, "beyond": beyond}


def contract(*limits: dict[str, str], **fields: Any) -> Terms:
    agreed: dict[str, Any] = {
        "principals": [{"organisation": code, "share": share} for code, share in THREE],
        "payer_caps": list(limits),
        "agents": ["provider", "other"],
    }
    return courses.contract(**({"rules": [outcome_fee("job")]} | agreed | fields))


LEAST = {"kind": "floor", "code": "least", "name": "Least", "amounts": [{"amount": "45000.00"}]}
PAID_BACK = measured(
    [FEE, FALL | {"measure": "points", "trigger": "0.25", "pays": "per_event", "amount": "700.00", "most": "30000.00",
                  "deducts": True}],
    EVENTS,
)  # fmt: skip
CASES: dict[str, Terms] = {
    "passed over": contract(limit("payer", "90000.00")),
    "unpaid in each year": contract(limit("council", "30000.00", "year", "unpaid")),
    "passed over in each period to one with a cap": contract(
        limit("payer", "15000.00", "period"), limit("council", "140000.00")
    ),
    "with nobody who has room": contract(*(limit(code, "80000.00") for code, _ in THREE)),
    "two caps of one principal": contract(limit("payer", "70000.00", "year"), limit("payer", "150000.00")),
    "beside minimum payments": contract(
        limit("payer", "50000.00", "year", "unpaid"), rules=[outcome_fee("job"), FEE, LEAST]
    ),
    "where something is paid back": contract(limit("fund", "9000.00", "year", "unpaid"), **PAID_BACK),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("seed", [3, 11])
def test_a_simulated_course_pays_what_exact_pricing_pays(name: str, seed: int) -> None:
    of = courses.case(CASES[name])
    course = courses.one_course(of, seed)
    exact, found = courses.priced(of, course), course.found
    expected = courses.by_month(of, exact)
    assert sum(expected) > 10_000
    told = found.due[0][: len(expected)]
    assert np.allclose(told, expected, atol=0.01 * max(len(exact.lines) / 3, 1)), (told - np.array(expected)).round(2)
    met = {one["code"] for line in exact.lines for one in line.explanation.get("payer_caps", ())}
    assert {cap.code for cap in of.terms.payer_caps if found.bitten[cap.code][0]} == met
    assert met


def test_an_unpaid_cap_of_the_only_principal_is_a_cap_on_everything() -> None:
    alone = {"code": "most", "payer": "payer", "over": "year", "amount": "150000.00", "beyond": "unpaid"}
    whole = {"code": "most", "scope": "year", "amount": "150000.00", "per_agent": False}
    agents = ["provider", "other"]
    by_payer = courses.contract([outcome_fee("job")], payer_caps=[alone], agents=agents)
    by_all = courses.contract([outcome_fee("job")], caps=[whole], agents=agents)
    found, other = (engine.simulate(courses.case(terms), 5, 300) for terms in (by_payer, by_all))
    assert 0 < found["caps"]["most"] <= 1
    assert found["caps"] == other["caps"]
    assert found["cost"] == other["cost"]


def test_room_that_an_unpaid_share_leaves_under_another_cap_is_used_in_the_end() -> None:
    """By the next month at the latest: what falls due together is held against that cap together."""
    whole = {"code": "all", "scope": "contract", "amount": "180000.00"}
    of = courses.case(contract(limit("fund", "20000.00", "year", "unpaid"), caps=[whole]))
    course = courses.one_course(of, 3)
    exact = sum(courses.by_month(of, courses.priced(of, course)))
    assert course.found.due.sum() == pytest.approx(exact, abs=0.01)
    assert exact == pytest.approx(360_000)


def test_shares_that_do_not_come_to_one_are_asked_for() -> None:
    terms = contract(limit("payer", "60000.00"))
    assert questions.missing(terms, [questions.EXPECTED]) == []
    halved = dataclasses.replace(terms, principals=terms.principals[:1])
    (told,) = questions.missing(halved, [questions.EXPECTED])
    assert told == "Make the principals' shares come to 1: one of them has a cap of its own."

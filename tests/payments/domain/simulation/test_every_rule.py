"""Contracts of every kind of rule at random, with outcomes that are certain: simulated and exact pay agree."""

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from contracts.domain.terms import Terms, TermsError
from tests.payments.contracts import attachment_fee, outcome, outcome_fee
from tests.payments.domain.simulation import courses

COHORTS = [
    {"code": "c1", "name": "First", "due_on": "2025-02-10", "periods": ["q1", "q2"]},
    {"code": "c2", "name": "Second", "due_on": "2025-09-30"},
]
METRICS = [
    {"code": "share", "name": "Share", "numerator": "Reached", "denominator": "Started", "per_agent": False},
    {"code": "events", "name": "Events", "numerator": "Events", "denominator": "People", "direction": "lower"},
    {"code": "cost", "name": "Cost", "measured": "value", "direction": "lower"},
    {"code": "present", "name": "Present", "numerator": "Present", "denominator": "Enrolled"},
]
KEPT_UP = {
    "kind": "sustainment_fee", "code": "longer", "name": "Longer", "outcome": "longer", "every_weeks": 6,
    "amounts": [{"amount": "70.00"}], "max_steps": [{"steps": 3}], "prerequisites": ["job"],
}  # fmt: skip
RISING = {"kind": "accelerator", "code": "rising", "name": "Rising", "outcome": "visit", "amount": "11.00"}
VOLUME = {"kind": "volume_bands", "code": "volume", "name": "Volume", "outcome": "job"}
BONUS = {"kind": "bonus", "code": "bonus", "name": "Bonus", "outcome": "visit", "amounts": [{"amount": "45.00"}]}
FALL = {"kind": "cohort_reduction", "name": "Fall", "metric": "events", "cohorts": COHORTS}
SAVED = {"kind": "saving_share", "code": "saved", "name": "Saved", "metric": "cost", "cohorts": COHORTS}
LEAST = {"kind": "floor", "code": "least", "name": "Least"}
BY_COST = [{"to": "9000", "amount": "-80.00"}, {"from": "9000", "amount": "210.00"}]
BY_SHARE = {"kind": "banded_metric", "code": "by-share", "name": "By share", "metric": "share"}


def fee(amount: str) -> dict[str, Any]:
    return {"kind": "service_fee", "code": "fee", "name": "Fee", "amounts": [{"amount": amount}]}


@st.composite
def rules(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Some of the rules of every kind, each in one of its forms."""
    pick = st.sampled_from
    weeks, over = draw(pick([None, 8])), pick(["contract", "year", "period"])
    falls: list[dict[str, Any]] = [
        {"pays": "lump_sum", "amount": "900.00", "clawback": "1/3", "base": {"rules": ["fee"]}},
        {"pays": "per_event", "amount": "35.00", "most": "1500.00", "deducts": True, "pooled_trigger": "0.05"},
        {"pays": "growth", "amount": "100.00", "most": "2000.00", "full_at": "0.4"},
        {
            "pays": "steps",
            "amount": "300.00",
            "steps": [{"at": "0.15", "amount": "700.00"}, {"at": "0.3", "amount": "1100.00"}],
        },
    ]
    every = [
        fee(draw(pick(["1200.00", "1500.01"]))) | {"in_arrears": draw(st.booleans())},
        attachment_fee("150.00"),
        outcome_fee("job", "400.00", waiting_working_days=draw(pick([0, 15])))
        | ({"qualifying_weeks": [{"weeks": weeks}]} if weeks else {}),
        outcome_fee("visit", "30.00", paid="each_time"),
        KEPT_UP | {"allotted_weeks": draw(pick([None, 30]))},
        RISING | {"over": draw(over), "steps": [{"above": draw(pick([3, 12])), "factor": "1.5"}]},
        VOLUME | {"over": draw(over), "bands": [{"above": 2, "amount": "90.00"}, {"above": 9, "amount": "50.00"}]},
        BONUS | {"before": [{"outcome": draw(pick(["job", "visit"])), "times": 1}]},
        BY_SHARE
        | {"bands": [{"to": "0.5", "share": "-1/10"}, {"from": "0.5", "share": "1/8"}], "base": {"rules": ["fee"]}},
        BY_SHARE
        | {"code": "by-cost", "metric": "cost", "bands": BY_COST,
           "only_if": [{"metric": "present", "from": draw(pick(["0.3", "0.6"]))}]},
        FALL | {"code": "fall", "against": draw(pick([{"value": "1.5"}, {"of": "before"}])), "trigger": "0.1",
                "measure": draw(pick(["relative", "points"]))} | draw(pick(falls)),
        FALL | {"code": "rise", "metric": "present", "against": draw(pick([{"value": "0.4"}, {"of": "before"}])),
                "measure": draw(pick(["relative", "points"])), "pays": "per_event", "amount": "12.50",
                "most": "600.00", "trigger": "0", "deducts": draw(st.booleans())},
        SAVED | {"against": {"of": "before"}, "threshold": "0.05", "share_at": "1/2", "share_beyond": "1",
                 "ceiling": "0.3"},
        LEAST | {"amounts": [{"amount": draw(pick(["2500.00", "6000.00"]))}]},
        LEAST | {"code": "whole", "amounts": [{"amount": "30000.00"}], "over": "contract"},
    ]  # fmt: skip
    always, others = [every[0], every[2]], [every[1], *every[3:]]
    wanted = draw(st.lists(st.booleans(), min_size=len(others), max_size=len(others)))
    return always + [rule for rule, is_wanted in zip(others, wanted, strict=True) if is_wanted]


@st.composite
def agreements(draw: st.DrawFn) -> Terms:
    """Three years of few people, of whom all or none reach what there is to reach, at one time each."""
    certain = st.sampled_from(["0", "1"])
    stated = draw(rules())
    caps: list[dict[str, Any]] = []
    bases = any(rule.get("base") for rule in stated)
    if draw(st.booleans()):  # which rule a cap has limited is decided person by person, and matters for shares of it
        scope = draw(st.sampled_from(["participant"] if bases else ["participant", "period", "year", "contract"]))
        caps = [{"code": "most", "scope": scope, "amount": "500.00" if scope == "participant" else "4000.00"}]
    codes = ("job", "visit", "longer")
    figures = [
        {"metric": "share", "outcome": "job"},
        {"metric": "events", "expected": draw(st.sampled_from(["0.5", "1.2", "1.6"])), "base": "1.5", "people": 50,
         "dispersion": "2"},
        {"metric": "present", "expected": draw(st.sampled_from(["0.3", "0.45", "0.9"])), "base": "0.5", "people": 60},
        {"metric": "cost", "expected": "8500", "base": "10000", "spread": "900"},
    ]  # fmt: skip
    assumed = courses.assumed(
        starts={"expected": "24"},
        rates=[
            {"outcome": code, "segment": segment, "expected": draw(certain)}
            for code in codes for segment in ("easy", "hard")
        ],
        lags=[
            {"outcome": code, "expected": days}
            for code, days in (("job", "61"), ("visit", draw(st.sampled_from(["30", "92"]))), ("longer", "183"))
        ],
        metrics=figures,
    )  # fmt: skip
    outcomes: list[str | dict[str, Any]] = ["job", outcome("visit", max_per_participant=2),
                                            outcome("longer", max_per_participant=3)]  # fmt: skip
    agents = draw(st.sampled_from([["provider"], ["provider", "other"]]))
    risen = {"yearly": "0.03", "source": "Agreed"} if draw(st.booleans()) else None
    try:
        return courses.contract(
            stated, assumed, outcomes=outcomes, caps=caps, metrics=METRICS, agents=agents, indexation=risen
        )
    except TermsError as error:
        assume(not error)
        raise


@given(agreements(), st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_what_is_certain_is_paid_alike(terms: Terms, seed: int) -> None:
    of = courses.case(terms)
    course = courses.one_course(of, seed)
    exact = courses.priced(of, course)
    rounding = 0.006 * len(exact.lines) + 0.01
    expected = courses.by_month(of, exact)
    told = course.found.due[0]
    assert told.sum() == pytest.approx(sum(expected), abs=rounding)
    for month, amount in enumerate(expected):
        assert told[month] == pytest.approx(amount, abs=rounding), of.months.days[min(month, of.months.count - 1)]

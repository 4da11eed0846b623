"""A course of a contract that the simulation draws brings what exact pricing says of it, month by month."""

from typing import Any

import numpy as np
import pytest

from tests.payments.contracts import attachment_fee, outcome, outcome_fee
from tests.payments.domain.simulation import courses

RATES = {"rates": [{"outcome": code, "expected": rate} for code, rate in (("job", "0.6"), ("kept", "0.35"))]}
LAGS = {
    "lags": [
        {"outcome": "job", "low": "30", "expected": "60", "high": "80"},
        {"outcome": "kept", "low": "120", "expected": "180", "high": "240"},
    ]
}
TWO = courses.assumed(**RATES, **LAGS)
CONCEDED = {"method": "conceded", "share": "1/6", "source": "Pilot"}


def amounts(easy: str, hard: str) -> list[dict[str, Any]]:
    return [{"segment": "easy", "amount": easy}, {"segment": "hard", "amount": hard}]


KEPT = {
    "kind": "sustainment_fee", "code": "kept-fee", "name": "Kept", "outcome": "kept",
    "amounts": amounts("90.00", "120.00"),
    "every_weeks": 4, "max_steps": [{"steps": 6}], "prerequisites": ["job"], "allotted_weeks": 52,
}  # fmt: skip
BANDS = {
    "kind": "volume_bands", "code": "bands", "name": "Bands", "outcome": "job",
    "bands": [{"above": 0, "amount": "900.00"}, {"above": 20, "amount": "700.00"}, {"above": 60, "amount": "300.00"}],
}  # fmt: skip
RISING = {
    "kind": "accelerator", "code": "rising", "name": "Rising", "outcome": "job", "amount": "500.00",
    "steps": [{"above": 15, "factor": "1.5"}],
}  # fmt: skip
FEE = {
    "kind": "service_fee", "code": "fee", "name": "Fee", "amounts": [{"amount": "4000.00"}], "yearly_discount": "1/10",
}  # fmt: skip
BONUS = {
    "kind": "bonus", "code": "hard-bonus", "name": "Bonus", "outcome": "job", "amounts": [{"amount": "250.00"}],
    "segments": ["hard"],
}  # fmt: skip
EACH = {"code": "each", "scope": "participant"}
REPEATED = {
    "kind": "bonus", "code": "repeated", "name": "Repeated", "outcome": "job", "amounts": [{"amount": "150.00"}],
}  # fmt: skip
STUDY = courses.assumed(
    rates=[{"outcome": "job", "expected": "0.5"}, {"outcome": "study", "expected": "0.4"}],
    lags=[{"outcome": "job", "low": "60", "expected": "120", "high": "200"}, {"outcome": "study", "expected": "90"}],
)
JOB = outcome_fee("job", amounts=amounts("1000.00", "1800.00"))


def conceding(**how: Any) -> dict[str, Any]:
    """A contract whose outcome concedes a share in the way named."""
    return {"rules": [outcome_fee("job")], "outcomes": [outcome("job", deadweight=CONCEDED | how)]}


def capped(
    rules: list[dict[str, Any]] | None = None, agents: tuple[str, ...] = ("provider",), **cap: Any
) -> dict[str, Any]:
    return {"rules": rules or [JOB], "caps": [{"code": "most"} | cap], "agents": list(agents)}


def least(amount: str, **fields: Any) -> dict[str, Any]:
    code = f"least-{fields.get('over', 'period')}"
    return {"kind": "floor", "code": code, "name": "Least", "amounts": [{"amount": amount}]} | fields


COHORTS = [
    {"code": "c1", "name": "First", "due_on": "2025-06-15"},
    {"code": "c2", "name": "Second", "due_on": "2026-12-31", "periods": ["q5", "q6", "q7"]},
]
WAIT = {"code": "wait", "name": "Days waited", "measured": "value", "direction": "lower"}
RATE = {"code": "rate", "name": "Found a job", "numerator": "Jobs", "denominator": "Starts"}
NUMBER = {"code": "number", "name": "Jobs", "measured": "value"}
EVENTS = {"code": "events", "name": "Events", "numerator": "Events", "denominator": "People", "direction": "lower"}
CONTROLS = EVENTS | {"code": "controls"}
AGAIN = {"code": "again", "name": "Again", "numerator": "Again", "denominator": "People", "direction": "lower"}
COST = {"code": "cost", "name": "Cost", "measured": "value", "unit": "pounds", "direction": "lower"}
FIGURES: list[dict[str, Any]] = [
    {"metric": "wait", "low": "3", "expected": "4", "high": "5", "base": "5", "spread": "0.8"},
    {"metric": "rate", "outcome": "job"},
    {"metric": "number", "outcome": "job"},
    {"metric": "events", "low": "1.1", "expected": "1.3", "high": "1.5", "base": "1.5", "people": 200,
     "dispersion": "2.5"},
    {"metric": "controls", "expected": "1.5", "people": 2000, "dispersion": "1"},
    {"metric": "again", "low": "0.4", "expected": "0.46", "high": "0.58", "base": "0.5", "people": 400},
    {"metric": "cost", "low": "160000", "expected": "170000", "high": "190000", "base": "200000", "spread": "6000"},
]  # fmt: skip
BY_WAIT: dict[str, Any] = {
    "kind": "banded_metric", "code": "by-wait", "name": "Wait", "metric": "wait",
    "bands": [
        {"to": "3.5", "share": "0.05"}, {"from": "3.5", "to": "4.5", "to_included": True, "share": "0"},
        {"from": "4.5", "from_included": False, "share": "-0.05"},
    ],
}  # fmt: skip
BY_RATE: dict[str, Any] = {
    "kind": "banded_metric", "code": "by-rate", "name": "Rate", "metric": "rate",
    "bands": [{"to": "0.5", "to_included": True, "share": "-1/10"}, {"from": "0.5", "from_included": False,
                                                                     "share": "1/10"}],
}  # fmt: skip
BY_NUMBER = {
    "kind": "banded_metric", "code": "by-number", "name": "Number", "metric": "number",
    "bands": [{"to": "23", "amount": "0.00"}, {"from": "23", "amount": "12000.00"}],
}  # fmt: skip
FALL: dict[str, Any] = {
    "kind": "cohort_reduction", "code": "fall", "name": "Fall", "metric": "events", "cohorts": COHORTS,
    "against": {"metric": "controls"}, "measure": "relative", "trigger": "0.1",
}  # fmt: skip


def measured(rules: list[dict[str, Any]], *metrics: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A contract with these metrics, what they are compared with, and what is expected of them."""
    known = [*metrics, *([CONTROLS] if EVENTS in metrics else [])]
    codes = {one["code"] for one in known}
    figures = [one for one in FIGURES if one["metric"] in codes]
    assumptions = courses.assumed(metrics=figures)
    return {"rules": rules, "metrics": known, "assumptions": assumptions, "agents": ["provider", "other"]} | fields


CASES: dict[str, dict[str, Any]] = {
    "attachment fees by segment": {"rules": [attachment_fee(amounts=amounts("400.00", "550.00"))]},
    "attachment fees that fall by start year": {
        "rules": [
            attachment_fee(
                year_basis="contract", year_starts="2024-04-01",
                amounts=[{"start_year": 1, "amount": "400.00"}, {"start_year": 2, "amount": "250.00"}],
            )
        ]
    },
    "outcome fees with a waiting time": {"rules": [outcome_fee("job", waiting_working_days=25)]},
    "outcome fees after qualifying weeks": {"rules": [outcome_fee("job", qualifying_weeks=[{"weeks": 13}])]},
    "outcome fees within a window": {"rules": [JOB], "outcomes": [outcome("job", window_days=100)]},
    "outcome fees after another outcome": {
        "rules": [JOB, outcome_fee("kept", prerequisites=["job"])], "outcomes": ["job", "kept"], "assumptions": TWO,
    },
    "outcome fees so long after another outcome": {
        "rules": [JOB, outcome_fee("kept", since={"outcome": "job", "number": 5, "unit": "months"})],
        "outcomes": ["job", "kept"], "assumptions": TWO,
    },
    "outcome fees weeks after another, with a window": {
        "rules": [JOB, outcome_fee("kept", since={"outcome": "job", "number": 26, "unit": "weeks"})],
        "outcomes": ["job", outcome("kept", window_days=270)], "assumptions": TWO,
    },
    "outcome fees within so long after another": {
        "rules": [JOB, outcome_fee("kept", within={"outcome": "job", "number": 150, "unit": "days"})],
        "outcomes": ["job", "kept"], "assumptions": TWO,
    },
    "outcome fees after some time and within another": {
        "rules": [JOB, outcome_fee("kept", since={"outcome": "job", "number": 3, "unit": "months"},
                                   within={"outcome": "start", "number": 8, "unit": "months"})],
        "outcomes": ["job", "kept"], "assumptions": TWO,
    },
    "a price for sooner results and one for later ones": {
        "rules": [JOB, outcome_fee("kept", within={"outcome": "job", "number": 4, "unit": "months"}),
                  {**outcome_fee("kept", since={"outcome": "job", "number": 5, "unit": "months"}), "code": "late"}],
        "outcomes": ["job", "kept"], "assumptions": TWO,
    },
    "outcome fees weeks of term after the start": {
        "rules": [outcome_fee("job", since={"outcome": "start", "number": 6, "unit": "term_weeks"})],
        "calendar": {"school_terms": [
            {"starts_on": "2024-04-15", "ends_on": "2024-07-19"}, {"starts_on": "2024-09-03", "ends_on": "2025-07-18"},
        ]},
    },
    "outcome fees each time": {
        "rules": [outcome_fee("job", paid="each_time")], "outcomes": [outcome("job", max_per_participant=3)],
    },
    "routes of which each person takes one": {
        "rules": [outcome_fee("job", routes=[{"outcome": "study", "amounts": [{"amount": "600.00"}]}])],
        "outcomes": ["job", "study"],
        "assumptions": courses.assumed(
            rates=[{"outcome": "job", "expected": "0.3"}, {"outcome": "study", "expected": "0.2"}],
            lags=[{"outcome": "job", "expected": "60"}, {"outcome": "study", "expected": "120"}],
        ),
    },
    "top-ups": {
        "rules": [outcome_fee("job", top_ups=[{"outcome": "kept", "amounts": [{"amount": "350.00"}]}])],
        "outcomes": ["job", "kept"], "assumptions": TWO,
    },
    "sustainment fees": {
        "rules": [JOB, KEPT], "outcomes": ["job", outcome("kept", max_per_participant=6)], "assumptions": TWO,
    },
    "service fees that fall by year": {"rules": [FEE]},
    "service fees in advance": {"rules": [FEE | {"in_arrears": False}, JOB]},
    "volume bands over the contract": {"rules": [BANDS]},
    "volume bands over the year": {"rules": [BANDS | {"over": "year"}]},
    "volume bands over the period": {"rules": [BANDS | {"over": "period", "waiting_working_days": 10}]},
    "accelerators": {"rules": [RISING | {"over": "period"}]},
    "bonuses for a segment": {"rules": [JOB, BONUS]},
    "a share conceded of each claim": conceding(rounding="per_claim"),
    "a share conceded of each period": conceding(rounding="per_period"),
    "whole people conceded, down": conceding(rounding="whole_people", count="down"),
    "whole people conceded, nearest": conceding(rounding="whole_people", count="nearest"),
    "whole people conceded, up": conceding(rounding="whole_people", count="up"),
    "deadweight that is counted": conceding(method="counted", share="0.2", count="nearest"),
    "a cap on the contract": capped(scope="contract", amount="200000.00"),
    "a cap on the year": capped(scope="year", amount="150000.00", rules=[JOB, FEE]),
    "a cap on the period": capped(scope="period", amount="45000.00"),
    "a cap on an outcome": capped(scope="outcome", amount="120000.00", outcome="job", rules=[JOB, attachment_fee()]),
    "a cap on a segment": capped(scope="contract", amount="100000.00", segment="hard"),
    "a cap for each of two agents": capped(scope="year", amount="60000.00", agents=("provider", "other")),
    "a cap for two agents together": capped(
        scope="year", amount="120000.00", agents=("provider", "other"), per_agent=False
    ),
    "a cap on the year that carries over": capped(
        scope="year", amount="110000.00", carries_over=True, rules=[JOB, FEE]
    ),
    "a cap on the period of two agents that carries over": capped(
        scope="period", amount="60000.00", carries_over=True, agents=("provider", "other"), per_agent=False
    ),
    "minimum payments by period": {"rules": [JOB, FEE, least("28000.00")], "agents": ["provider", "other"]},
    "minimum payments over the contract": {"rules": [JOB, least("900000.00", over="contract")]},
    "minimum payments of both kinds under caps": capped(
        scope="contract", amount="600000.00",
        rules=[outcome_fee("job", waiting_working_days=20), least("40000.00"), least("650000.00", over="contract")],
    ),
    "a figure by bands, of fixed and of paid sums": measured(
        [FEE, BY_WAIT | {"base": {"rules": ["fee"]}}, BY_WAIT | {"code": "fixed", "base": {"amount": "9000.00"}}], WAIT
    ),
    "a figure that is counted from results": measured([JOB, BY_RATE | {"base": {"rules": ["job-fee"]}}], RATE),
    "a share in proportion to a figure": measured(
        [JOB, BY_RATE | {"bands": [{"to": "0.4", "share": "0"}, {"from": "0.4", "share": "0.2", "times_figure": True}],
                         "base": {"rules": ["job-fee"]}}], RATE,
    ),
    "a number of results by bands": measured([FEE, BY_NUMBER], NUMBER),
    "one figure for two agents": measured([FEE, BY_WAIT | {"base": {"rules": ["fee"]}}], WAIT | {"per_agent": False}),
    "figures of which each agent has rules of its own": measured(
        [FEE, *(BY_WAIT | {"code": code, "agents": [code], "base": {"amount": amount}}
                for code, amount in (("provider", "9000.00"), ("other", "4000.00")))], WAIT,
        agents=["provider", "other"],
    ),
    "a fall against a comparator, per event": measured(
        [FEE, FALL | {"pays": "per_event", "amount": "900.00", "most": "60000.00", "pooled_trigger": "0.05"}], EVENTS
    ),
    "a fall against a comparator, of all cohorts": measured(
        [FEE, FALL | {"trigger": "0.4", "pooled_trigger": "0.02", "pays": "per_event", "amount": "900.00",
                      "most": "60000.00"}], EVENTS,
    ),
    "a fall in points that is deducted where it rises": measured(
        [FEE, FALL | {"measure": "points", "trigger": "0.25", "pays": "per_event", "amount": "700.00",
                      "most": "30000.00", "deducts": True}], EVENTS,
    ),
    "a reward that grows, and is clawed back": measured(
        [FEE, FALL | {"measure": "points", "trigger": "0.1", "pays": "growth", "amount": "0.00", "most": "40000.00",
                      "full_at": "0.3", "clawback": "0.1", "base": {"rules": ["fee"]}, "against": {"of": "before"}}],
        EVENTS,
    ),
    "a price either way, where chance is ruled out": measured(
        [FEE, FALL | {"metric": "again", "against": {"value": "0.5"}, "measure": "points", "trigger": "0",
                 "deducts": True, "pays": "per_event", "amount": "900.00", "most": "40000.00",
                 "confidence": "0.95"}], AGAIN,
    ),
    "a lump sum with a hurdle": measured(
        [FEE, FALL | {"pays": "lump_sum", "amount": "25000.00",
                      "hurdle": {"metric": "wait", "against": {"value": "4"}, "at_least": "0.02"}}], EVENTS, WAIT,
    ),
    "a cohort counted from results": measured(
        [JOB, FALL | {"metric": "rate", "against": {"value": "0.55"}, "measure": "points", "trigger": "0.02",
                      "pays": "per_event", "amount": "500.00", "most": "90000.00"}], RATE | {"direction": "lower"},
    ),
    "a share of what is saved": measured(
        [FEE, {"kind": "saving_share", "code": "saved", "name": "Saved", "metric": "cost", "against": {"of": "before"},
               "cohorts": COHORTS, "threshold": "0.05", "share_at": "0.5", "share_beyond": "1", "ceiling": "0.2"}],
        COST,
    ),
    "figures under a cap": measured(
        [FEE, BY_WAIT | {"base": {"amount": "90000.00"}}], WAIT,
        caps=[{"code": "most", "scope": "period", "amount": "6000.00"}],
    ),
    "a cap for each participant": {"rules": [attachment_fee("600.00"), JOB], "caps": [EACH | {"amount": "2000.00"}]},
    "a cap for each participant on what is kept up": {
        "rules": [JOB, KEPT], "caps": [EACH | {"amount": "1900.00"}], "assumptions": TWO,
        "outcomes": ["job", outcome("kept", max_per_participant=6)],
    },
    "a cap for each participant of a segment and an outcome": {
        "rules": [attachment_fee("600.00"), outcome_fee("job", paid="each_time")],
        "outcomes": [outcome("job", max_per_participant=3)],
        "caps": [EACH | {"amount": "1500.00", "segment": "hard", "outcome": "job"}],
    },
    "a cap for each participant beside one for the contract": {
        "rules": [attachment_fee("600.00"), outcome_fee("job", paid="each_time")],
        "outcomes": [outcome("job", max_per_participant=3)],
        "caps": [{"code": "each", "scope": "participant", "amount": "2100.00"},
                 {"code": "all", "scope": "contract", "amount": "900000.00"}],
    },
    "a bonus on what came before": {
        "rules": [JOB, REPEATED | {"before": [{"outcome": "study", "times": 1}]}], "outcomes": ["job", "study"],
        "assumptions": STUDY,
    },
    "a bonus from the third time on": {
        "rules": [outcome_fee("job", paid="each_time"), REPEATED | {"before": [{"outcome": "job", "times": 2}]}],
        "outcomes": [outcome("job", max_per_participant=4)],
    },
    "a fee once beside a bonus each time": {
        "rules": [JOB, REPEATED | {"segments": ["hard"]}],
        "outcomes": [outcome("job", max_per_participant=3)],
    },
    "routes of which each person takes one, under a cap": {
        "rules": [attachment_fee("600.00"),
                  outcome_fee("job", routes=[{"outcome": "study", "amounts": [{"amount": "600.00"}]}])],
        "caps": [EACH | {"amount": "1300.00"}], "outcomes": ["job", "study"], "assumptions": STUDY,
    },
    "amounts that rise with the years": {"rules": [JOB, FEE], "indexation": {"yearly": "0.03", "source": "Agreed"}},
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("seed", [1, 2])
def test_a_simulated_course_brings_what_exact_pricing_says(name: str, seed: int) -> None:
    """To the penny for each amount: what is rounded in pricing is left unrounded here."""
    of = courses.case(courses.contract(**CASES[name]))
    course = courses.one_course(of, seed)
    exact, found = courses.priced(of, course), course.found
    expected = courses.by_month(of, exact)
    assert sum(expected) > 10_000
    told = found.due[0][: len(expected)]
    assert np.allclose(told, expected, atol=0.01 * max(len(exact.lines) / 3, 1)), (told - np.array(expected)).round(2)
    assert found.due[0].sum() == pytest.approx(sum(expected), abs=0.005 * len(exact.lines) + 0.01)

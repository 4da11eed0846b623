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
JOB = outcome_fee("job", amounts=amounts("1000.00", "1800.00"))


def conceding(**how: Any) -> dict[str, Any]:
    """A contract whose outcome concedes a share in the way named."""
    return {"rules": [outcome_fee("job")], "outcomes": [outcome("job", deadweight=CONCEDED | how)]}


def capped(
    rules: list[dict[str, Any]] | None = None, agents: tuple[str, ...] = ("provider",), **cap: Any
) -> dict[str, Any]:
    return {"rules": rules or [JOB], "caps": [{"code": "most"} | cap], "agents": list(agents)}


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
    "amounts that rise with the years": {"rules": [JOB, FEE], "indexation": {"yearly": "0.03", "source": "Agreed"}},
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("seed", [1, 2])
def test_a_simulated_course_brings_what_exact_pricing_says(name: str, seed: int) -> None:
    """To the penny for each amount: what is rounded in pricing is left unrounded here."""
    of = courses.case(courses.contract(**CASES[name]))
    happened, found = courses.one_course(of, seed)
    exact = courses.priced(of, happened)
    expected = courses.by_month(of, exact)
    assert sum(expected) > 10_000
    told = found.due[0][: len(expected)]
    assert np.allclose(told, expected, atol=0.01 * max(len(exact.lines) / 3, 1)), (told - np.array(expected)).round(2)
    assert found.due[0].sum() == pytest.approx(sum(expected), abs=0.005 * len(exact.lines) + 0.01)

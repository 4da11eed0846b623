"""10,000 runs of a five-year contract, beside the same runs one by one: one person after the other, in plain Python.

Both simulate 1,000 starts in a year in two segments with fees for starts and results, one sixth conceded, and a cap on
each year. The reference does 20 runs; its time is scaled to as many as the work did.
"""

import random
from datetime import date
from typing import Any

from bench.measure import Measurement, stopwatch
from contracts.domain import terms
from payments.actions import simulating
from payments.domain.simulation import questions

RUNS, REFERENCE_RUNS = 10_000, 20
MONTHS, YEAR_CAP = 60, 1_500_000
STARTS_IN_A_MONTH = 1000 / 12
SEGMENTS = {"easy": (0.5, 0.40, 400, 1800), "hard": (0.5, 0.25, 600, 2600)}


def document() -> dict[str, Any]:
    def amounts(place: int) -> list[dict[str, str]]:
        return [{"segment": code, "amount": f"{SEGMENTS[code][place]}.00"} for code in SEGMENTS]

    return {
        "number": 1, "title": "Bench", "effective_from": "2026-01-01", "effective_to": "2030-12-31",
        "periods": [
            {"code": f"{year}-h{half}", "starts_on": f"{year}-{first}", "ends_on": f"{year}-{last}"}
            for year in range(2026, 2031) for half, first, last in ((1, "01-01", "06-30"), (2, "07-01", "12-31"))
        ],
        "principals": [{"organisation": "payer", "share": "1"}], "agents": ["provider"],
        "segments": [
            {"code": "easy", "name": "Easy", "rule": {"group": ["1"]}, "planned_share": "0.5", "baseline": "0.2"},
            {"code": "hard", "name": "Hard", "rule": {}, "planned_share": "0.5", "baseline": "0.1"},
        ],
        "outcomes": [
            {"code": "job", "name": "Job", "kind": "binary",
             "deadweight": {"method": "conceded", "share": "1/6", "rounding": "per_claim", "source": "Bench"}},
        ],
        "rules": [
            {"kind": "attachment_fee", "code": "start", "name": "Start", "amounts": amounts(2)},
            {"kind": "outcome_fee", "code": "job-fee", "name": "Job", "outcome": "job", "amounts": amounts(3)},
        ],
        "caps": [{"code": "year", "scope": "year", "amount": f"{YEAR_CAP}.00"}],
        "assumptions": {
            "starts": {"expected": "1000"},
            "rates": [{"outcome": "job", "segment": code, "expected": str(SEGMENTS[code][1])} for code in SEGMENTS],
            "lags": [{"outcome": "job", "low": "60", "expected": "120", "high": "300"}],
            "failures": [{"expected": "0.05"}],
            "costs": [{"expected": "1000"}],
            "days_to_payment": 45,
        },
    }  # fmt: skip


def one_by_one(runs: int, seed: int) -> list[float]:
    """What each run pays, person by person."""
    chance = random.Random(seed)
    return [_one(chance) for _ in range(runs)]


def _one(chance: random.Random) -> float:
    due: list[list[float]] = [[] for _ in range(MONTHS)]
    spent = [0.0] * (MONTHS + 12)
    for month in range(MONTHS):
        at = chance.expovariate(STARTS_IN_A_MONTH)
        while at < 1:
            at += chance.expovariate(STARTS_IN_A_MONTH)
            segment = "easy" if chance.random() < SEGMENTS["easy"][0] else "hard"
            _, rate, fee, price = SEGMENTS[segment]
            due[month].append(fee)
            for later in range(4):
                spent[month + later] += 250.0
            if chance.random() < rate and chance.random() >= 0.05:
                event = month + round(chance.triangular(60, 300, 120) / 30.44)
                if event < MONTHS:
                    due[event].append(price * 5 / 6)
    paid, left = 0.0, 0.0
    for month, amounts in enumerate(due):
        left = YEAR_CAP if month % 12 == 0 else left
        for amount in amounts:
            given = min(amount, left)
            left -= given
            paid += given
    return paid


def run() -> list[Measurement]:
    read = terms.parse(document())
    assert not questions.missing(read, [questions.EXPECTED])
    inputs = {"terms": document(), "first_day": date(2026, 1, 1).isoformat()}
    with stopwatch() as seconds:
        results = simulating.work_out(inputs, [questions.EXPECTED], 1, RUNS)
    with stopwatch() as reference:
        paid = one_by_one(REFERENCE_RUNS, 1)
    mean = results["scenarios"][questions.EXPECTED]["pay"]["mean"]
    if abs(sum(paid) / len(paid) / mean - 1) > 0.03:
        raise RuntimeError(f"The simulation pays {mean:,.0f} on average, one by one {sum(paid) / len(paid):,.0f}.")
    return [
        Measurement(
            work=f"simulate {RUNS:,} runs of {MONTHS} months",
            rows=RUNS,
            seconds=seconds(),
            reference=f"the same runs one by one in plain Python ({REFERENCE_RUNS} runs, scaled)",
            reference_seconds=reference() * RUNS / REFERENCE_RUNS,
            kind="at_least",
            limit=20,
        )
    ]

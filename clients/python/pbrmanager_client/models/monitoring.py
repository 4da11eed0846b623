"""What is sent and answered: monitoring.

Written by `generate_models.py` from the description of the interface: do not edit.
"""

from __future__ import annotations

import dataclasses
from datetime import date, datetime
from decimal import Decimal
from typing import Literal


@dataclasses.dataclass(frozen=True, kw_only=True)
class Flag:
    id: int
    kind: Literal["off_track", "forecast", "signal", "starts", "waiting", "parking", "late_data", "too_few"]
    subject: str
    period: str
    severity: Literal["amber", "red", "critical"]
    reason: str
    stages: tuple[int, ...]
    probability: Decimal | None
    finding: int | None = None
    raised_at: datetime


@dataclasses.dataclass(frozen=True, kw_only=True)
class Question:
    code: str
    name: str
    outcome: str
    measure: Literal["share", "events", "improved"]
    against: Literal["fixed", "group", "case_mix", "change"]
    matters: str
    window_days: int
    agreed_at: datetime
    since: date
    contract_version: int
    settled_in_advance: bool
    stands: bool
    verdicts: tuple[Verdict, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Reading:
    period: str
    ends_on: date
    status: str
    people: int | None
    achieved: int | None
    actual: float | None
    low: float | None
    high: float | None
    expected: float | None
    minimum: float | None
    probability: float | None
    reason: str
    hidden: bool
    stood_on: date | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class Target:
    code: str
    label: str
    outcome: str
    segment: str | None = None
    agent: str | None = None
    measure: Literal["rate", "count"]
    value: str
    minimum: str | None
    in_contract: bool
    readings: tuple[Reading, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Verdict:
    periods: tuple[str, ...]
    verdict: Literal["too_few", "no_clear_difference", "likely_better", "likely_worse"]
    words: str
    seen: str
    hidden: bool
    people: int | None
    estimate: str | None
    comparator: str | None
    size: str | None
    low: str | None
    high: str | None
    level: str
    p: str | None
    p_holm: float | None
    p_benjamini_hochberg: float | None
    detectable: str | None
    needed: int | None
    look: int
    looks_planned: int
    as_of: date
    test: Literal[
        "wilson",
        "exact_binomial",
        "newcombe",
        "fisher",
        "standardised",
        "model_scored",
        "difference_in_differences",
        "panel_of_places",
        "panel_of_periods",
        "student",
        "poisson",
        "negative_binomial",
    ]
    method: str
    inputs: str | None
    judged_at: datetime

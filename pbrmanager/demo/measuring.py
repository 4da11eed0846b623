"""What is measured beside single results in the demonstration: how many families say that the support is good."""

from decimal import Decimal
from typing import Any

from outcomes.actions import measurements
from outcomes.domain.figures import Figures, Statement
from outcomes.models import Measurement
from pbrmanager.demo.calendar import Quarter
from pbrmanager.demo.cast import Cast
from stages.models import Programme

METRIC: dict[str, Any] = {
    "code": "recommended", "name": "Families who would recommend the support", "direction": "higher",
    "measured": "ratio", "numerator": "Families who would recommend it", "denominator": "Families who answered",
    "definition": "One question by telephone, to a random third of the families of the quarter.",
    "source": "Telephone survey of the university",
}  # fmt: skip
RULE: dict[str, Any] = {
    "code": "recommended-part", "name": "Part for support that families recommend", "kind": "banded_metric",
    "metric": "recommended",
    "bands": [
        {"from": None, "to": "0.6", "to_included": False, "amount": "-500.00"},
        {"from": "0.6", "from_included": True, "to": "0.75", "to_included": True, "amount": "0.00"},
        {"from": "0.75", "from_included": False, "to": None, "amount": "500.00"},
    ],
}  # fmt: skip
ANSWERS = ((34, 44), (27, 41), (21, 39), (30, 40))
REPORTED_AFTER, CONFIRMED_AFTER = 4, 8


def survey(cast: Cast, programme: Programme, agent: str, quarter: Quarter, place: int, *, is_last: bool) -> None:
    """The analyst reports a quarter's answers, and the verifier confirms them; the latest still waits for that."""
    good, answered = ANSWERS[place % len(ANSWERS)]
    found = measurements.report(
        programme=programme, metric=METRIC["code"], agent=cast.organisation(agent), covers=quarter.code,
        stated=_stated(good, answered, quarter), by=cast["analyst"], at=quarter.after(REPORTED_AFTER),
    )  # fmt: skip
    if place == 0:
        _confirm(cast, found, quarter, CONFIRMED_AFTER - 2)
        found = measurements.correct(
            measurement=found, stated=_stated(good - 2, answered, quarter), by=cast["analyst"],
            reason="Two families were asked twice.", at=quarter.after(CONFIRMED_AFTER - 1),
        )  # fmt: skip
    if not is_last:
        _confirm(cast, found, quarter, CONFIRMED_AFTER)


def _stated(good: int, answered: int, quarter: Quarter) -> Statement:
    figures = Figures(numerator=Decimal(good), denominator=Decimal(answered))
    day = quarter.after(REPORTED_AFTER - 1).date()
    return Statement(figures, day, METRIC["source"], f"Answers of {quarter.code}, without names (made up)")


def _confirm(cast: Cast, found: Measurement, quarter: Quarter, days: int) -> None:
    measurements.decide(
        measurement=found, kind="confirmed", reason="Agrees with the survey's own count.", by=cast["verifier"],
        at=quarter.after(days, hour=11),
    )  # fmt: skip

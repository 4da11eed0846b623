"""What the public page says of a programme, from its published document."""

import dataclasses
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.models import Target
from govuk import charts, components, formats
from monitoring.selectors.open_contract import Row
from monitoring.selectors.watched import DROPPED

EDITION = "4"
WORDS = {
    "on_track": ("On track", "green"),
    "amber": ("At risk", "yellow"),
    "red": ("Off track", "red"),
    "too_few": ("Too few to say", "grey"),
    "not_shown": ("Not shown", "grey"),
}
VERDICT_COLOURS = {"no_clear_difference": "blue", "likely_better": "green", "likely_worse": "red"}
FEWEST_FOR_A_CHART = 2
WHEN_SHOWN = (
    "The amounts of a period are shown once its statements are approved, and enough results stand behind them that "
    "nothing can be told about single people."
)
"""Of a document that was published before reasons were part of it."""


@dataclasses.dataclass(frozen=True)
class PublicTarget:
    """A target as it stands at the last period that was judged."""

    name: str
    asked: str
    period: str
    status: tuple[str, str]
    verdict: str
    actual: str
    expected: str
    interval: str
    counted: str
    chart: charts.Chart | None
    in_contract: bool = True


@dataclasses.dataclass(frozen=True)
class Breakdown:
    """The last results of a target, by agent and by segment: name, people, achieved, actual."""

    name: str
    rows: list[tuple[str, str, str, str]]


@dataclasses.dataclass(frozen=True)
class PublicVerdict:
    """A question that was settled in advance, with its latest verdict."""

    name: str
    words: tuple[str, str]
    meaning: str
    seen: str
    periods: str
    settled: list[tuple[str, str]]
    settled_in_advance: bool
    stands: bool = True


@dataclasses.dataclass(frozen=True)
class PublicPage:
    """`paid` is what statements come to as far as it may be shown, and `untold` says of what it is not, and why.

    `has_late`: some of them were approved after the others of their period were told.
    """

    stages: list[components.Stage]
    targets: list[PublicTarget]
    breakdowns: list[Breakdown]
    paid: str
    paid_until: date | None
    rounded_to: str
    stands_since: date | None
    untold: Sequence[str]
    has_late: bool
    ceiling: str
    outcomes: list[Row]
    lessons: list[Row]
    verdicts: list[PublicVerdict]


def page(document: Row) -> PublicPage:
    contract = document["contract"]
    whole = [row for row in document["money"]["rows"] if row["agent"] is None and row["shown"]]
    paid = sum((Decimal(row["amount"]) for row in whole), Decimal(0))
    rounded_to, since = document["money"]["rounded_to"], document["money"].get("stands_since")
    return PublicPage(
        stages=[
            components.Stage(one["number"], one["name"], one["status"], one["visits"], "") for one in document["stages"]
        ],
        targets=[_target(one) for one in document["targets"] if one["readings"]],
        breakdowns=_breakdowns(document),
        paid=formats.pounds(paid) if whole else "",
        paid_until=date.fromisoformat(max(row["ends_on"] for row in whole)) if whole else None,
        rounded_to=formats.pounds(Decimal(rounded_to)) if rounded_to else "",
        stands_since=date.fromisoformat(since) if since else None,
        untold=document["money"].get("untold", () if whole else (WHEN_SHOWN,)),
        has_late=any(row.get("late") for row in whole),
        ceiling=_ceiling(contract),
        outcomes=[one | {"paid": _paid(contract, one["code"])} for one in contract["outcomes"]],
        lessons=document["lessons"],
        verdicts=[_verdict(one, contract["periods"]) for one in document.get("verdicts", ())],
    )


def _verdict(one: Row, periods: Sequence[Row]) -> PublicVerdict:
    return PublicVerdict(
        name=one["name"],
        words=(one["words"], VERDICT_COLOURS.get(one["verdict"], "grey")),
        meaning=one["meaning"],
        seen=_seen(one),
        periods=_span(one["periods"], periods) if one.get("periods") else "",
        settled=[(row["label"], row["text"]) for row in one["settled"]],
        settled_in_advance=one["settled_in_advance"],
        stands=one.get("stands", True),
    )


def _span(codes: Sequence[str], periods: Sequence[Row]) -> str:
    """From the first period to the last, with their days where the contract names them."""
    ends = list(dict.fromkeys((codes[0], codes[-1])))
    by_code = {one["code"]: one for one in periods}
    if any(code not in by_code for code in ends):
        return " to ".join(ends)
    first, last = (
        date.fromisoformat(by_code[code][day]) for code, day in ((ends[0], "starts_on"), (ends[-1], "ends_on"))
    )
    return f"{' to '.join(ends)} ({formats.days(first, last)})"


def _seen(one: Row) -> str:
    """The size with its interval, in the unit of the measure."""
    if one.get("size") is None:
        return ""
    level = f"{formats.percent(one['level'], 1).removesuffix('.0%').removesuffix('%')}%"
    low, high = (_size(one, one[name]) for name in ("low", "high"))
    return f"{_size(one, one['size'])} ({level} interval {low} to {high})"


def _size(one: Row, value: float | None) -> str:
    if value is None:
        return "no limit"
    if one["kind"] == "ratio":
        return f"{value:.1f} times"
    return f"{value:+.1f} events a head".replace("-", "−") if one["measure"] == "events" else formats.points(value)


def _paid(contract: Row, outcome: str) -> list[str]:
    return [one["words"] for one in contract["prices"] if one["outcome"] == outcome]


def _ceiling(contract: Row) -> str:
    """The caps over the whole contract in words."""
    return " ".join(f"{one['words']}." for one in contract["caps"] if one["scope"] == "contract")


def level(measure: str, value: float | None) -> str:
    """A figure of a target in its unit."""
    if value is None:
        return formats.NOTHING
    return formats.percent(value, 1) if measure == Target.Measure.RATE else formats.count(round(value))


def _target(one: Row) -> PublicTarget:
    last, measure, in_contract = one["readings"][-1], one["measure"], one.get("in_contract", True)
    asked = f"{level(measure, one['value'])} {'of the people' if measure == 'rate' else 'in each period'}"
    if one["minimum"] is not None:
        asked += f", and at least {level(measure, one['minimum'])}"
    return PublicTarget(
        name=one["name"],
        asked=asked,
        period=_period(last),
        status=WORDS[last["status"]] if in_contract else (DROPPED, "grey"),
        verdict=last["verdict"],
        actual=level(measure, last.get("actual")),
        expected=level(measure, last["expected"]) if last.get("expected") else "",
        interval=f"{level(measure, last['low'])} to {level(measure, last['high'])}"
        if last.get("low") is not None
        else "",
        counted=_counted(measure, last),
        chart=_chart(one["name"], measure, one["readings"]),
        in_contract=in_contract,
    )


def _period(reading: Row) -> str:
    """The period at the end of which something was reached, with its last day."""
    return f"{reading['period']} ({formats.uk_date(date.fromisoformat(reading['ends_on']))})"


def _counted(measure: str, last: Row) -> str:
    if not last["shown"] or measure != Target.Measure.RATE or not last["people"]:
        return ""
    return f"{formats.count(last['achieved'])} of {formats.count(last['people'])} people"


def _chart(name: str, measure: str, readings: Sequence[Row]) -> charts.Chart | None:
    if sum(one["shown"] for one in readings) < FEWEST_FOR_A_CHART:
        return None
    points = [
        charts.Point(
            one["period"], one.get("actual"), one.get("low"), one.get("high"), one.get("expected") or None,
            note="" if one["shown"] else "Not shown",
        )
        for one in readings
    ]  # fmt: skip
    return charts.trajectory(
        title=name,
        summary="What was reached at the end of each period, with what was expected by then. The band is the 95% "
        "interval.",
        points=points,
        unit="percent" if measure == Target.Measure.RATE else "count",
        axis="Share of the people" if measure == Target.Measure.RATE else "Number in the period",
    )


def _breakdowns(document: Row) -> list[Breakdown]:
    """By agent and by segment, where there is more than one of them."""
    names = {one["code"]: (one["name"], one["measure"]) for one in document["targets"]}
    found: dict[str, list[Any]] = {}
    for one in document["breakdowns"]:
        if (one["agent"] is None) != (one["segment"] is None):
            found.setdefault(one["target"], []).append(one)
    return [
        Breakdown(
            f"{names[code][0]}: by agent and by group, at the end of {_period(rows[0])}",
            [_row(one, names[code][1]) for one in sorted(rows, key=lambda one: one["agent"] is None)],
        )
        for code, rows in found.items()
        if code in names and len(rows) > FEWEST_FOR_A_CHART
    ]


def _row(one: Row, measure: str) -> tuple[str, str, str, str]:
    name = one["agent_name"] if one["agent"] is not None else one["segment_name"]
    if not one["shown"]:
        return (name, "Not shown", "Not shown", "Not shown")
    people = formats.NOTHING if one["people"] is None else formats.count(one["people"])
    achieved = formats.NOTHING if one["achieved"] is None else formats.count(one["achieved"])
    return (name, people, achieved, level(measure, one["actual"]))

"""Attendance in towns with and without the programme, as the demonstration's registers count it. All is invented."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from outcomes.actions import measurement_files
from pbrmanager.demo.calendar import Calendar, Quarter, month_after
from pbrmanager.demo.cast import Cast
from stages.models import Programme

METRIC: dict[str, Any] = {
    "code": "attending", "name": "Young people who attend, of all in the town", "direction": "higher",
    "measured": "ratio", "numerator": "Aged 14 to 18 and attending 85 in 100 sessions",
    "denominator": "Aged 14 to 18 and living in the town", "per_agent": False,
    "source": "Registers of all schools and colleges of the town (made up)",
}  # fmt: skip
INSIDE = {"saltby": "Saltby", "harrowfen": "Harrowfen", "north-quay": "North Quay"}
OUTSIDE = {"dunmere": "Dunmere", "caldry": "Caldry", "westholm": "Westholm", "oxley": "Oxley"}
PEOPLE = {
    "saltby": 2140, "harrowfen": 1310, "north-quay": 1760, "dunmere": 1985, "caldry": 1420, "westholm": 2230,
    "oxley": 1195,
}  # fmt: skip
LEVEL = {
    "saltby": 0.742, "harrowfen": 0.715, "north-quay": 0.731, "dunmere": 0.738, "caldry": 0.709, "westholm": 0.755,
    "oxley": 0.722,
}  # fmt: skip
WOBBLE = (0.003, -0.004, 0.001, 0.005, -0.002, -0.003, 0.004, 0.002, -0.005, 0.0, -0.001)
TREND, EFFECT, GROWING = -0.001, 0.017, 0.006
QUARTERS_BEFORE, WINDOW = 6, 30
SIDES = {"inside": INSIDE, "outside": OUTSIDE}


def comparison(starts_on: date) -> dict[str, Any]:
    """What the contract asks: towns with the programme beside like towns, six quarters before the start and since."""
    return {
        "code": "attendance-in-towns",
        "name": "Does attendance rise more in the towns with the programme than in like towns?",
        "outcome": "term-attended", "measure": "share", "window_days": WINDOW, "against": "change",
        "test": "panel_of_places", "metric": METRIC["code"], "matters": "0.02", "pooling": "all", "looks": 4,
        "source": METRIC["source"],
        "panel": {
            "every": 3, "first": month_after(starts_on, -3 * QUARTERS_BEFORE).isoformat(),
            "since": starts_on.isoformat(),
            **{side: [{"code": code, "name": name} for code, name in of.items()] for side, of in SIDES.items()},
        },
    }  # fmt: skip


def before(cast: Cast, programme: Programme, calendar: Calendar) -> None:
    """The registers of the quarters before the contract that are final by then."""
    _report(cast, programme, calendar, range(QUARTERS_BEFORE - 1), at=calendar.before(20), day=calendar.before(21))


def count(cast: Cast, programme: Programme, calendar: Calendar, quarter: Quarter, place: int) -> None:
    """The registers of the quarter before, which have become final; the last before the contract comes first."""
    at = quarter.after(9)
    _report(cast, programme, calendar, [QUARTERS_BEFORE - 1 + place], at=at, day=quarter.after(7))


def _report(
    cast: Cast, programme: Programme, calendar: Calendar, numbers: Iterable[int], *, at: datetime, day: datetime
) -> None:
    """The analyst reports them by one file, and the verifier confirms them the same day."""
    first = month_after(calendar.starts_on, -3 * QUARTERS_BEFORE)
    lines = ["metric,place,period,count,n,measured_on,source"]
    for number in numbers:
        period = f"{month_after(first, 3 * number):%Y-%m}"
        lines += [
            f"{METRIC['code']},{place},{period},{_counted(place, number)},{PEOPLE[place]},{day.date()},Registers"
            for place in PEOPLE
        ]
    made = measurement_files.report(
        programme=programme, content="\n".join(lines).encode(), by=cast["analyst"], at=at
    )  # fmt: skip
    measurement_files.decide(
        together=made, kind="confirmed", reason="Agrees with the registers' own totals.", by=cast["verifier"],
        at=at.replace(hour=16),
    )  # fmt: skip


def _counted(place: str, number: int) -> int:
    since = number - QUARTERS_BEFORE
    share = LEVEL[place] + TREND * number + WOBBLE[(7 * number + 5 * list(PEOPLE).index(place)) % len(WOBBLE)]
    if place in INSIDE and since >= 0:
        share += EFFECT + GROWING * since
    return round(PEOPLE[place] * share)

"""One target over windows of time: the latest month, rolling 3 and 12 months, and since the beginning.

Windows are calendar months by the day of the start and of the result, however long the contract's periods are. Both
denominators stand side by side, each by name: achievements within the window over the starts within it, which is no
success rate, and the closed cohorts whose follow-up ended within it; those are known by period, and the row says which.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from contracts.models import Target
from govuk import formats
from monitoring.domain import stats
from monitoring.models import Measurement
from monitoring.selectors import months
from monitoring.selectors.figures import Audience
from monitoring.selectors.months import ByMonth

WINDOWS = ((1, "In the latest month"), (3, "Rolling 3 months"), (12, "Rolling 12 months"), (0, "Since the beginning"))


@dataclasses.dataclass(frozen=True)
class Window:
    """A row of the table. The second and third are of the window itself, the last three of the cohorts it closed."""

    name: str
    span: str
    starts: str
    achieved: str
    ratio: str
    closed: str
    rate: str
    closed_in: str


@dataclasses.dataclass(frozen=True)
class Table:
    """The windows, and what is said of those whose data are late and who are counted in none of them."""

    rows: list[Window]
    late: str


def table(measured: Sequence[Measurement], viewer: Audience) -> Table | None:
    """The windows up to the last measurement, the measurements being in order.

    None for those who may not see rows: the decision on small counts does not reach sums over windows.
    """
    if not viewer.sees_small:
        return None
    counted = months.of(measured[-1])
    is_rate = measured[-1].target.measure == Target.Measure.RATE
    closed = _closed(measured) if is_rate else {}
    ends = {one.period.code: one.period.ends_on for one in measured}
    rows = [_row(number, name, counted, closed, ends, is_rate=is_rate) for number, name in WINDOWS]
    return Table(rows, _late(counted))


def _row(
    number: int,
    name: str,
    counted: ByMonth,
    closed: Mapping[str, tuple[int, int]],
    ends: Mapping[str, date],
    *,
    is_rate: bool,
) -> Window:
    kept = number or len(counted.starts.labels)
    starts, achieved = counted.starts.latest(kept), counted.achieved.latest(kept)
    first = starts.labels[0]
    periods = [code for code, ends_on in ends.items() if f"{ends_on:%Y-%m}" >= first and code in closed]
    people, reached = (sum(closed[code][place] for code in periods) for place in (0, 1))
    started, seen = starts.total(), achieved.total()
    return Window(
        name=name,
        span=_span(first, counted.last),
        starts=formats.count(started) if is_rate else formats.NOTHING,
        achieved=formats.count(seen),
        ratio=formats.percent(seen / started, 1) if is_rate and started else formats.NOTHING,
        closed=formats.count(people) if people else formats.NOTHING,
        rate=_rate(reached, people) if people else formats.NOTHING,
        closed_in=periods[0] if len(periods) == 1 else f"{periods[0]} to {periods[-1]}" if periods else "",
    )


def _span(first: str, last: date) -> str:
    """The months in words; the last one up to its day, where it had not ended."""
    begins = date(int(first[:4]), int(first[5:]), 1)
    is_whole = (last + timedelta(days=1)).day == 1
    ends = f"{last:%b %Y}" if is_whole else f"{last.day} {last:%b %Y}"
    return ends if is_whole and (begins.year, begins.month) == (last.year, last.month) else f"{begins:%b %Y} to {ends}"


def _late(counted: ByMonth) -> str:
    starts, achieved = counted.late
    if not starts and not achieved:
        return ""
    return (
        f"{formats.count(starts)} starts and {formats.count(achieved)} results of agents whose data are late are "
        "counted in none of these windows: part of what they achieved is still to come."
    )


def _closed(measured: Sequence[Measurement]) -> dict[str, tuple[int, int]]:
    """By the period in which their follow-up ended: people and achievements of the closed cohorts."""
    done: dict[tuple[str, str, str], tuple[str, int, int]] = {}
    for one in measured:
        for month, agent, segment, people, achieved, matured in one.cohorts:
            if matured >= people - 0.001:
                period = done.get((month, agent, segment), (one.period.code, 0, 0))[0]
                done[month, agent, segment] = (period, people, achieved)
    found: dict[str, tuple[int, int]] = {}
    for period, people, achieved in done.values():
        before = found.get(period, (0, 0))
        found[period] = (before[0] + people, before[1] + achieved)
    return found


def _rate(achieved: int, people: int) -> str:
    interval = stats.wilson(achieved, people)
    low, high = formats.percent(interval.low, 1), formats.percent(interval.high, 1)
    return f"{formats.percent(achieved / people, 1)} ({low} to {high})"

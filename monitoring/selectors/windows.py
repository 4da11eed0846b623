"""One target over windows of time: the latest period, rolling 3 and 12 months, and since the beginning.

Both denominators stand side by side, each by name: achievements within the window over the starts within it, which is
no success rate, and the closed cohorts whose follow-up ended within it.
"""

import dataclasses
from collections.abc import Sequence

from contracts.models import Target
from govuk import formats
from monitoring.domain import stats
from monitoring.domain.series import PerPeriod, periods_in
from monitoring.models import Measurement
from monitoring.selectors.figures import Audience

DAYS_OF_MONTH = 30.44
WINDOWS = ((1, "In the latest period"), (3, "Rolling 3 months"), (12, "Rolling 12 months"), (0, "Since the beginning"))


@dataclasses.dataclass(frozen=True)
class Window:
    """A row of the table. The second and third are of the window itself, the last two of the cohorts it closed."""

    name: str
    periods: str
    starts: str
    achieved: str
    ratio: str
    closed: str
    rate: str


def rows(measured: Sequence[Measurement], viewer: Audience) -> list[Window]:
    """The windows up to the last measurement, the measurements being in order.

    Empty for those who may not see rows: the decision on small counts does not reach sums over windows.
    """
    if not viewer.sees_small:
        return []
    target = measured[-1].target
    is_rate = target.measure == Target.Measure.RATE
    labels = tuple(one.period.code for one in measured)
    achieved = PerPeriod(labels, tuple(int(one.details.get("period_achieved", 0)) for one in measured))
    starts = PerPeriod(labels, tuple(int(one.details.get("period_starts", 0)) for one in measured))
    closed = _closed(measured) if is_rate else {}
    lengths = [((one.period.ends_on - one.period.starts_on).days + 1) / DAYS_OF_MONTH for one in measured]
    found = []
    for months, name in WINDOWS:
        taken = 1 if months == 1 else len(labels) if not months else periods_in(months, lengths)
        kept = labels[len(labels) - taken :]
        people = sum(closed.get(label, (0, 0))[0] for label in kept)
        reached = sum(closed.get(label, (0, 0))[1] for label in kept)
        started, seen = starts.latest(taken).total(), achieved.latest(taken).total()
        found.append(
            Window(
                name=name,
                periods=kept[0] if len(kept) == 1 else f"{kept[0]} to {kept[-1]}",
                starts=formats.count(started) if is_rate else formats.NOTHING,
                achieved=formats.count(seen),
                ratio=formats.percent(seen / started, 1) if is_rate and started else formats.NOTHING,
                closed=formats.count(people) if people else formats.NOTHING,
                rate=_rate(reached, people) if people else formats.NOTHING,
            )
        )
    return found


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

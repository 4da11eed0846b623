"""The maturity curve: which share of a cohort's final level is expected so many days after its start."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

FEWEST_CLOSED = 30
STEP = 30


@dataclass(frozen=True)
class Curve:
    """Points (days since start, share of the final level), joined by straight lines, from nought on day 0.

    After the last point the share stays what it was there. `horizon` is the day on which a participant's follow-up
    ends: nothing that happens later counts. None means that it never ends.
    """

    points: tuple[tuple[int, float], ...]
    horizon: int | None

    @cached_property
    def _days(self) -> list[int]:
        return [day for day, _share in self.points]

    def share(self, days: float) -> float:
        """The share expected `days` after the start; nought before the start."""
        if days < self.points[0][0]:
            first_day, first_share = self.points[0]
            return first_share * days / first_day if days > 0 and first_day > 0 and len(self.points) > 1 else 0.0
        place = bisect_right(self._days, days)
        if place == len(self.points):
            return self.points[-1][1]
        (day, share), (next_day, next_share) = self.points[place - 1], self.points[place]
        return share + (next_share - share) * (days - day) / (next_day - day)

    def finished(self, days: float) -> bool:
        """Whether follow-up had ended `days` after the start."""
        return self.horizon is not None and days > self.horizon


def curve(maturity: Sequence[Mapping[str, Any]], window_days: int | None) -> Curve:
    """The curve that a target states, as {"days": int, "share": str} in any order.

    A target without one expects its whole level when the outcome's window closes (a step), and with neither a window
    from the first day on. Follow-up ends with the window, or else with the last point of the curve.
    """
    points = tuple(sorted((int(point["days"]), float(point["share"])) for point in maturity))
    if not points:
        return Curve(((window_days or 0, 1.0),), window_days)
    if len(points) == 1 and points[0][0] > 0:
        points = ((0, 0.0), *points)
    return Curve(points, window_days if window_days is not None else points[-1][0])


def estimated(seen: Iterable[tuple[float, int, int]], window_days: int) -> Curve | None:
    """The curve that closed cohorts have followed, from (days since the start, achieved by then, achieved in the end).

    By thirty days: all that were achieved by then over all that the same cohorts achieved in the end, never falling.
    None where closed cohorts have fewer than 30 achievements in the end.
    """
    by_then: dict[int, int] = defaultdict(int)
    in_the_end: dict[int, int] = defaultdict(int)
    for days, achieved, finally_achieved in seen:
        step = min(max(round(days / STEP), 0) * STEP, window_days)
        by_then[step] += achieved
        in_the_end[step] += finally_achieved
    if max(in_the_end.values(), default=0) < FEWEST_CLOSED:
        return None
    points, reached = [(0, 0.0)], 0.0
    for step in sorted(step for step in by_then if 0 < step < window_days and in_the_end[step]):
        reached = max(reached, by_then[step] / in_the_end[step])
        points.append((step, min(reached, 1.0)))
    return Curve((*points, (window_days, 1.0)), window_days)

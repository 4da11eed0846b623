"""Parking: whether one segment achieves far less than the others, each against what it was expected to achieve."""

from collections.abc import Sequence
from dataclasses import dataclass

from monitoring.domain import disclosure, stats
from monitoring.domain.disclosure import Figure

FEWEST_PEOPLE = 30
FAR_BELOW = 0.8
FAR_BELOW_UNINFORMED = 0.5
CHANCE = 0.001


@dataclass(frozen=True)
class SegmentRecord:
    """A segment's people, achievements, and expectation: the sum of its own level × matured share over its people.

    `informed` says that the level is the segment's own (its target or its baseline); otherwise it is the common one.
    """

    code: str
    name: str
    people: int
    achieved: int
    expected: float
    informed: bool


@dataclass(frozen=True)
class Parked:
    """A segment far below the others. `ratio` is its achievements per expected one, divided by the others'."""

    code: str
    name: str
    ratio: float
    low: float
    high: float
    probability: float
    reason: str


def _ratio(odds_share: float, own: float, others: float) -> float:
    return odds_share / (1 - odds_share) * others / own if odds_share < 1 else float("inf")


def parked(segments: Sequence[SegmentRecord], threshold: int = 0, *, fewest: int = FEWEST_PEOPLE) -> list[Parked]:
    """The segments of at least `fewest` people whose ratio is far below one.

    Given all achievements, those of the segment are binomial with its share of the expected ones; Wilson's interval of
    that share gives the interval of the ratio. Far below: the upper limit is under 0.8 (under 0.5 where the segment's
    own level is not known, as a harder segment then achieves less by nature), and the exact one-sided chance under
    0.001. Everybody reads the reason, so counts that are small by the suppression `threshold` are left out of it.
    """
    found: list[Parked] = []
    all_achieved = sum(one.achieved for one in segments)
    all_expected = sum(one.expected for one in segments)
    for one in segments:
        rest = all_expected - one.expected
        if one.people < fewest or one.expected <= 0 or rest <= 0 or all_achieved == one.achieved:
            continue
        interval = stats.wilson(one.achieved, all_achieved)
        low, high = (_ratio(end, one.expected, rest) for end in (interval.low, interval.high))
        chance = stats.binomial_as_low(one.achieved, all_achieved, one.expected / all_expected)
        if high < (FAR_BELOW if one.informed else FAR_BELOW_UNINFORMED) and chance < CHANCE:
            ratio = _ratio(one.achieved / all_achieved, one.expected, rest)
            reason = _reason(one, ratio, low, high, threshold)
            found.append(Parked(one.code, one.name, ratio, low, high, chance, reason))
    return found


def _reason(one: SegmentRecord, ratio: float, low: float, high: float, threshold: int) -> str:
    against = "its own expected level" if one.informed else "the common level, as it has no baseline of its own"
    counts = f": {one.achieved:,} of {one.people:,} people, where {one.expected:,.0f} were expected by now"
    if disclosure.is_small(Figure(one.people, one.achieved), threshold):
        counts = ""
    return (
        f"Against {against}, the segment “{one.name}” achieved {100 * ratio:.0f}% of what the others did "
        f"(95% interval {100 * low:.0f}% to {100 * high:.0f}%){counts}. "
        "Is it getting less help than the others?"
    )

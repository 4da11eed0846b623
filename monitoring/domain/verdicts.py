"""The four verdicts on a difference. They are computed, never typed, and say nothing about what is paid."""

from dataclasses import dataclass
from enum import StrEnum

from monitoring.domain import stats


class Verdict(StrEnum):
    TOO_FEW = "too_few"
    NO_CLEAR_DIFFERENCE = "no_clear_difference"
    BETTER = "likely_better"
    WORSE = "likely_worse"


WORDS = {
    Verdict.TOO_FEW: "Too few to say",
    Verdict.NO_CLEAR_DIFFERENCE: "No clear difference",
    Verdict.BETTER: "Likely better",
    Verdict.WORSE: "Likely worse",
}


@dataclass(frozen=True)
class Comparison:
    """A share against a comparator: the verdict, the interval of the share (or of the difference), what could be seen.

    `detectable` is the smallest true fall that so many people would have shown with 80 % power, as a share.
    """

    verdict: Verdict
    interval: stats.Interval | None
    detectable: float | None


def _read(interval: stats.Interval, comparator: float, higher_is_better: bool) -> Verdict | None:
    if interval.holds(comparator):
        return None
    above = interval.low > comparator
    return Verdict.BETTER if above == higher_is_better else Verdict.WORSE


def against_fixed(
    successes: int, n: int, comparator: float, *, matters: float, fewest: int, higher_is_better: bool = True
) -> Comparison:
    """A share against a comparator that has no error of its own.

    Better or worse when the 95 % Wilson interval excludes the comparator. Otherwise *too few to say* where a difference
    that matters (`matters`, as a share) could not have been seen with 80 % power, else *no clear difference*.
    Below `fewest` people nothing is said, and no interval is given.
    """
    if n < max(fewest, 1):
        return Comparison(Verdict.TOO_FEW, None, None)
    interval = stats.wilson(successes, n)
    detectable = stats.smallest_detectable_fall(n, comparator if higher_is_better else 1 - comparator)
    verdict = _read(interval, comparator, higher_is_better)
    if verdict is None:
        verdict = Verdict.TOO_FEW if detectable > matters else Verdict.NO_CLEAR_DIFFERENCE
    return Comparison(verdict, interval, detectable)


def against_group(
    successes: int,
    n: int,
    other_successes: int,
    other_n: int,
    *,
    matters: float,
    fewest: int,
    higher_is_better: bool = True,
) -> Comparison:
    """A share against another group's, whose error counts too: Newcombe's interval of the difference against nought.

    A difference that matters could have been seen where the smaller group has the people that two equal arms need.
    """
    smaller = min(n, other_n)
    if smaller < max(fewest, 1):
        return Comparison(Verdict.TOO_FEW, None, None)
    interval = stats.newcombe(successes, n, other_successes, other_n)
    verdict = _read(interval, 0.0, higher_is_better)
    if verdict is None:
        base = min(max(other_successes / other_n, matters), 1 - matters)
        needed = stats.people_needed_in_each_arm(base, base - matters if higher_is_better else base + matters)
        verdict = Verdict.TOO_FEW if smaller < needed else Verdict.NO_CLEAR_DIFFERENCE
    return Comparison(verdict, interval, None)

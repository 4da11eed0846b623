"""The four verdicts on a difference. They are computed, never typed, and say nothing about what is paid."""

from dataclasses import dataclass
from enum import StrEnum

from monitoring.domain.stats import Interval


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

MEANING = {
    Verdict.TOO_FEW: "So few people could not have shown the difference that matters. More people are needed before "
    "anything can be said; this does not mean that the programme fails, nor that it works.",
    Verdict.NO_CLEAR_DIFFERENCE: "There were enough people to see the difference that matters, and none was clear of "
    "chance. A smaller difference, either way, remains possible.",
    Verdict.BETTER: "The result is better than its comparator by more than chance explains. Whether the programme is "
    "the cause depends on how like the comparator is.",
    Verdict.WORSE: "The result is worse than its comparator by more than chance explains. Whether the programme is the "
    "cause depends on how like the comparator is.",
}
"""The fixed public wording: the same for every programme, whatever it would like to read."""

MEANING_OF_PANELS = {
    Verdict.TOO_FEW: "There are too few places and periods, or they vary too much, to have shown the difference that "
    "matters. This does not mean that the programme fails, nor that it works.",
    Verdict.NO_CLEAR_DIFFERENCE: "The difference that matters would have shown over so many places and periods, and "
    "none was clear of chance. A smaller one, either way, remains possible.",
    Verdict.BETTER: "The places with the programme changed for the better by more than chance explains, beside the "
    "others. Whether the programme is the cause depends on whether both would have changed alike without it.",
    Verdict.WORSE: "The places with the programme changed for the worse by more than chance explains, beside the "
    "others. Whether the programme is the cause depends on whether both would have changed alike without it.",
}
"""The same of places counted over time."""

APART = (
    "A verdict says whether the programme made a difference; what is paid follows the contract's rules on verified "
    "outcomes. Neither decides the other: no payment is changed by a verdict, and no verdict by what was paid."
)


@dataclass(frozen=True)
class Difference:
    """What was seen against its comparator, with how sure that is. In shares of one, or in events per head.

    `low` and `high` are the interval of `size`, at the level of the look; `null` is the size of no difference: nought
    for a difference, one for a ratio. `detectable`: the smallest true difference that so many people would have shown
    with 80 % power, in the unit in which a difference matters; `needed`: how many people the one that matters needs.
    """

    estimate: float
    comparator: float
    size: float
    interval: Interval
    null: float
    p: float
    is_clear: bool
    detectable: float | None
    needed: int | None


def verdict(found: Difference | None, *, matters: float, higher_is_better: bool) -> Verdict:
    """Better or worse where the difference is clear of chance; otherwise whether it could have been seen at all.

    Without anything to compare (None), and where a difference that matters could not have been seen with 80 % power:
    too few to say.
    """
    if found is None:
        return Verdict.TOO_FEW
    if found.is_clear:
        return Verdict.BETTER if (found.size > found.null) == higher_is_better else Verdict.WORSE
    if found.detectable is None or found.detectable > matters:
        return Verdict.TOO_FEW
    return Verdict.NO_CLEAR_DIFFERENCE

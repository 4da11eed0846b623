"""Comparisons registered in advance: what is asked of an outcome, against what, and by which test.

They are terms of the version and freeze with it. What is seen later is judged by them (`monitoring`) and never paid by
them. Shares and events per head are exact; a share of 0.5 is 50 %.
"""

import dataclasses
from datetime import date
from decimal import Decimal

SHARE, EVENTS, IMPROVED = MEASURES = ("share", "events", "improved")
FIXED, GROUP, CASE_MIX, CHANGE = AGAINST = ("fixed", "group", "case_mix", "change")
EACH, ALL, UNTIL_ENOUGH = POOLING = ("each", "all", "until_enough")

WILSON, EXACT_BINOMIAL = "wilson", "exact_binomial"
NEWCOMBE, FISHER = "newcombe", "fisher"
STANDARDISED, MODEL_SCORED = "standardised", "model_scored"
DIFFERENCE_IN_DIFFERENCES = "difference_in_differences"
PANEL_OF_PLACES, PANEL_OF_PERIODS = PANELS = ("panel_of_places", "panel_of_periods")
STUDENT, POISSON, NEGATIVE_BINOMIAL = "student", "poisson", "negative_binomial"
TESTS = (
    WILSON, EXACT_BINOMIAL, NEWCOMBE, FISHER, STANDARDISED, MODEL_SCORED, DIFFERENCE_IN_DIFFERENCES, *PANELS, STUDENT,
    POISSON, NEGATIVE_BINOMIAL,
)  # fmt: skip

_OF_SHARES: dict[str, tuple[str, ...]] = {
    FIXED: (WILSON, EXACT_BINOMIAL),
    GROUP: (NEWCOMBE, FISHER),
    CASE_MIX: (STANDARDISED, MODEL_SCORED),
    CHANGE: (DIFFERENCE_IN_DIFFERENCES, *PANELS),
}
FITTING: dict[str, dict[str, tuple[str, ...]]] = {
    SHARE: _OF_SHARES,
    IMPROVED: {FIXED: _OF_SHARES[FIXED], GROUP: _OF_SHARES[GROUP]},
    EVENTS: {FIXED: (STUDENT, POISSON), GROUP: (NEGATIVE_BINOMIAL, POISSON), CHANGE: PANELS},
}
"""The tests that fit a measure and what it is held against. A pair that is not named here cannot be compared."""


@dataclasses.dataclass(frozen=True)
class Counted:
    """People of another group, with those who achieved the outcome, all their events, and the squares of those.

    `squares`: each person's events squared, added up. They tell how events cluster in people; None: not known.
    """

    people: int
    achieved: int
    events: int | None = None
    squares: int | None = None


@dataclasses.dataclass(frozen=True)
class SegmentShare:
    """What is expected of one segment without the programme, as a share of its people."""

    segment: str
    share: Decimal


@dataclasses.dataclass(frozen=True)
class Model:
    """A logistic model as frozen: the intercept, and the weight of each attribute of a participant, in log odds."""

    version: str
    intercept: Decimal
    terms: tuple[tuple[str, Decimal], ...]


@dataclasses.dataclass(frozen=True)
class Scale:
    """A scale of distance travelled: standard deviation of scores at the start, in points, and its reliability."""

    spread: Decimal
    reliability: Decimal


@dataclasses.dataclass(frozen=True)
class Paired:
    """The frequency metric told beside a share: an outcome's events, and events per head without the programme."""

    outcome: str
    per_head: Decimal


@dataclasses.dataclass(frozen=True)
class Place:
    """An area, or a group, whose figures are counted in every period of a panel."""

    code: str
    name: str


@dataclasses.dataclass(frozen=True)
class Panel:
    """Places counted period by period, before the programme began and since.

    `every`: the length of a period in months. `first`: where counting begins. `since`: the first day of the first
    period with the programme. `inside`: the places where it runs; `outside`: the others.
    """

    every: int
    first: date
    since: date
    inside: tuple[Place, ...]
    outside: tuple[Place, ...]


@dataclasses.dataclass(frozen=True)
class Comparison:
    """One question with all that decides its answer, but for the data.

    `name`: the question in words. `measure`: the share of people who achieve the outcome; its events per head; or the
    share who improve reliably on a scale (each claim's value is the movement in points). `against`: a `fixed` level
    (`value`); a `group` counted before (`other`) or measured along with each period (`metric`); what is expected of
    the same `case_mix` (`shares` by segment, or a `model`); or a `change` from before less that of others (`before`,
    `other_before`, and `metric` for the others since; or a `panel`, all of whose figures are of `metric`).
    `matters`: the smallest difference that matters, as a share: in points for shares, relative for events.
    `window_days`: how long each person is followed from the start. `looks`: how often the matter will be looked at.
    `pooling`: whether the people who start in a period are judged period by period, all together, or the oldest
    together until they are `enough`.
    """

    code: str
    name: str
    outcome: str
    measure: str
    against: str
    test: str
    matters: Decimal
    window_days: int
    pooling: str = ALL
    enough: int | None = None
    looks: int = 1
    segment: str | None = None
    value: Decimal | None = None
    other: Counted | None = None
    before: Counted | None = None
    other_before: Counted | None = None
    metric: str = ""
    panel: Panel | None = None
    shares: tuple[SegmentShare, ...] = ()
    model: Model | None = None
    scale: Scale | None = None
    paired: Paired | None = None
    source: str = ""

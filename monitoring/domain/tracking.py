"""Actual against target: which cohorts are judged, what was expected of them by now, and the status that follows.

A rate is judged over closed cohorts of start, never over a period's outcomes divided by the same period's starts. Of
each cohort the target expects value × matured share by the last day of the period. The unit of every figure is the
share of the people judged who had achieved the outcome by that day; its interval is Wilson's, on the number of those
people. As their chances differ with their time since start, this binomial interval is a little wide, never too narrow.

Amber: the whole 95 % interval is below the profile, or the forecast says that the target is likely to be missed. Red:
the whole interval is below the minimum performance level on the same path, or below 85 % of the profile where the
contract names none (the line of the ESF provision standards). The lines are those of the contract version. For an
outcome of which less is better the same holds mirrored. The status says nothing about what is paid.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from contracts.domain.monitoring_rules import DEFAULTS, MonitoringRules
from monitoring.domain import stats
from monitoring.domain.maturity import Curve

METHOD = "2"
"""The edition of these rules; part of the digest of a judgement's inputs, so that a new edition judges again."""


UNLIKELY = 0.05
"""A chance up to which a result so far off speaks against its target."""


class Status(StrEnum):
    ON_TRACK = "on_track"
    AMBER = "amber"
    RED = "red"
    TOO_FEW = "too_few"


class Cohort(NamedTuple):
    """People of one agent and segment who started in the same month, `started` being their mean day of start (ordinal).

    `achieved` is how many of them had achieved the outcome by the last day of the period judged.
    """

    agent: str
    segment: str
    month: str
    started: float
    people: int
    achieved: int


class Judged(NamedTuple):
    """A cohort with the number of achievements that the target's curve expects of it by now, at value 1."""

    cohort: Cohort
    matured: float


@dataclass(frozen=True)
class Judgement:
    """What is said of one target at the end of one period. Figures are None where there are too few people."""

    status: Status
    numerator: int
    denominator: int | None
    actual: float | None
    low: float | None
    high: float | None
    expected: float
    minimum: float | None
    probability: float | None
    reason: str
    critical: bool = False


def judged_cohorts(cohorts: Iterable[Cohort], curve: Curve, starts_on: int, ends_on: int) -> tuple[list[Judged], int]:
    """The cohorts that the period says something about, and how many people are not due yet.

    Left out: cohorts whose follow-up had ended before the period began (judged then), and those of which the curve
    expects nothing yet (within the waiting time). Days are ordinals.
    """
    judged: list[Judged] = []
    not_due = 0
    for cohort in cohorts:
        if cohort.started > ends_on or curve.finished(starts_on - cohort.started):
            continue
        share = curve.share(ends_on - cohort.started)
        if share > 0:
            judged.append(Judged(cohort, share * cohort.people))
        else:
            not_due += cohort.people
    return judged, not_due


def _percent(share: float) -> str:
    return f"{100 * share:.1f}%"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 or value == int(value) else f"{value:,.1f}"


def _how_many(achieved: int, people: int, fewest: int, seen: str) -> str:
    """How many had achieved it; small counts, of those who had or had not, stay unsaid because everybody reads this."""
    if 0 < achieved < fewest:
        return f"Fewer than {fewest} of {people:,} people had achieved it"
    if 0 < people - achieved < fewest:
        return f"All but fewer than {fewest} of {people:,} people had achieved it"
    return f"{achieved:,} of {people:,} people had achieved it{seen}"


def _status(interval: stats.Interval, expected: float, red_line: float, higher_is_better: bool) -> Status:
    """The whole interval on the wrong side of the red line: red; of the profile: amber."""
    if higher_is_better:
        worst, beyond_red = interval.high, interval.high < red_line
        beyond = worst < expected
    else:
        worst, beyond_red = interval.low, interval.low > red_line
        beyond = worst > expected
    if beyond_red:
        return Status.RED
    return Status.AMBER if beyond else Status.ON_TRACK


def _red_line(expected: float, minimum: float | None, lines: MonitoringRules, higher_is_better: bool) -> float:
    share = float(lines.minimum_share)
    if not higher_is_better:
        return expected / share if share else float("inf")
    return share * expected if minimum is None else minimum


def _is_critical(
    status: Status, actual: float, red_line: float, people: int, lines: MonitoringRules, higher_is_better: bool
) -> bool:
    """Below half of the minimum, with 30 people or more (for less-is-better: above twice the line)."""
    share = float(lines.critical_share)
    far = actual < share * red_line if higher_is_better else actual * share > red_line
    return status is Status.RED and far and people >= lines.critical_people


def too_few(numerator: int, denominator: int | None, expected: float, minimum: float | None, reason: str) -> Judgement:
    return Judgement(Status.TOO_FEW, numerator, denominator, None, None, None, expected, minimum, None, reason)


def judge_rate(
    *,
    people: int,
    achieved: int,
    matured: float,
    value: float,
    minimum: float | None,
    fewest: int,
    higher_is_better: bool = True,
    lines: MonitoringRules = DEFAULTS,
) -> Judgement:
    """Judge the people of closed cohorts, `matured` being the sum of their matured shares.

    `probability` is the exact binomial chance of a result as low (or, where less is better, as high) if on profile.
    """
    if people < max(fewest, 1):
        return too_few(achieved, people, 0.0, None, f"Fewer than {max(fewest, 1)} people are far enough to be judged.")
    share = matured / people
    expected, least = value * share, None if minimum is None else minimum * share
    interval = stats.wilson(achieved, people)
    red_line = _red_line(expected, least, lines, higher_is_better)
    status = _status(interval, expected, red_line, higher_is_better)
    chance = stats.binomial_as_low if higher_is_better else stats.binomial_as_high
    actual = achieved / people
    floor = f", and at least {_percent(red_line)}" if higher_is_better else f", and at most {_percent(red_line)}"
    seen = f" ({_percent(actual)}; 95% interval {_percent(interval.low)} to {_percent(interval.high)})"
    reason = (
        f"{_how_many(achieved, people, fewest, seen)}, where the cohorts' maturity asked for "
        f"{_percent(expected)}{floor}."
    )
    critical = _is_critical(status, actual, red_line, people, lines, higher_is_better)
    probability = chance(achieved, people, min(expected, 1.0))
    return Judgement(
        status, achieved, people, actual, interval.low, interval.high, expected, least, probability, reason, critical
    )


def judge_count(
    *,
    events: int,
    people: int,
    value: float,
    minimum: float | None,
    fewest: int,
    higher_is_better: bool = True,
    lines: MonitoringRules = DEFAULTS,
) -> Judgement:
    """Judge the number of outcomes in one period, with Garwood's exact Poisson interval.

    `people` are those who had started by the period's end; fewer than `fewest` of them give no verdict.
    """
    if people < max(fewest, 1):
        return too_few(events, None, value, minimum, f"Fewer than {max(fewest, 1)} people have started.")
    interval = stats.poisson_interval(events)
    red_line = _red_line(value, minimum, lines, higher_is_better)
    status = _status(interval, value, red_line, higher_is_better)
    chance = stats.poisson_as_low if higher_is_better else stats.poisson_as_high
    word = "at least" if higher_is_better else "at most"
    seen = f"{events:,} in the period (95% interval {_number(interval.low)} to {_number(interval.high)})"
    if 0 < events < fewest:
        seen = f"Fewer than {fewest} in the period"
    reason = f"{seen}, where the contract asked for {_number(value)}, and {word} {_number(red_line)}."
    critical = _is_critical(status, events, red_line, people, lines, higher_is_better)
    probability = chance(events, value)
    return Judgement(
        status, events, None, events, interval.low, interval.high, value, minimum, probability, reason, critical
    )


def red_run(history: Sequence[tuple[str, Status]]) -> list[str]:
    """The periods, in order, of the red verdicts in a row with which the history ends.

    A period with too few people to say neither breaks nor lengthens the row.
    """
    run: list[str] = []
    for period, status in reversed(history):
        if status is Status.TOO_FEW:
            continue
        if status is not Status.RED:
            break
        run.append(period)
    return run[::-1]


def calls_for_finding(history: Sequence[tuple[str, Status]], critical: bool, in_a_row: int = 2) -> str | None:
    """The first red period of the row, where red twice running, or one critical verdict, calls for a finding."""
    run = red_run(history)
    return run[0] if run and (len(run) >= in_a_row or critical) else None


def too_few_run(history: Sequence[tuple[str, bool]]) -> list[str]:
    """The periods, in order, with too few people to say with which the history of (period, too few) ends."""
    run: list[str] = []
    for period, few in reversed(history):
        if not few:
            break
        run.append(period)
    return run[::-1]


def likely_missed(judgement: Judgement, missing: float, by: str) -> Judgement:
    """At risk, though what was seen does not speak against the target yet: it is likely to be missed by then."""
    said = f"If it goes on like this, the chance of missing the target by {by} is {_chance(missing)}."
    return replace(judgement, status=Status.AMBER, reason=f"{judgement.reason} {said}")


def is_at_risk_ahead(status: str, probability: float | None) -> bool:
    """Whether it is at risk for what is to be expected alone: what was seen does not speak against the target.

    `probability`: the chance of a result so far off if the target were on its profile.
    """
    return status == Status.AMBER and probability is not None and probability > UNLIKELY


def _chance(chance: float) -> str:
    return "more than 99%" if chance > 0.99 else f"{100 * chance:.0f}%"

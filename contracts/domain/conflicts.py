"""Clauses of a version that contradict each other: found while it is drafted, and in the way of a proposal.

Each clause is right by itself; together they pay twice, never, or more and less at once. A version that was agreed is
never judged again, so that what is in force always prices.
"""

import datetime
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

from contracts.domain import metric_words, unreachable, words
from contracts.domain.clauses import Cap
from contracts.domain.metric_rules import BandedMetric, CohortReduction, MetricBand, MetricRule, SavingShare, agents_of
from contracts.domain.payer_caps import UNPAID
from contracts.domain.period_rules import Floor, VolumeBands
from contracts.domain.problems import Problem
from contracts.domain.rates import RateTable, contract_year
from contracts.domain.rules import AttachmentFee, OutcomeFee, Rule, SustainmentFee, outcomes_of, tables_of

if TYPE_CHECKING:
    from contracts.domain.terms import Terms

EVERYBODY = ""
TIMED = frozenset({"period", "year", "contract"})


def found(terms: "Terms", earlier: "Sequence[Terms]" = ()) -> list[Problem]:
    """Every conflict, with its place and its cure. `earlier`: the agreed versions before it, under which some were
    paid already.
    """
    first = min((one.effective_from for one in earlier), default=terms.effective_from)
    return [
        *_paid_twice(terms, first),
        *_figures_paid_twice(terms),
        *_cohorts_paid_twice(terms),
        *unreachable.found(terms, earlier, first),
        *_least_twice(terms),
        *_least_beyond_cap(terms, first),
        *_least_beyond_payer(terms, first),
        *_cap_twice(terms),
    ]


def _paid_twice(terms: "Terms", first: datetime.date) -> Iterator[Problem]:
    """Two rules pay the same people for the same outcome (or start), and neither says that it is an extra.

    A bonus says so; so does a top-up of the rule that pays the outcome.
    """
    days = _start_days(terms, first)
    segments = [segment.code for segment in terms.segments] or [EVERYBODY]
    for index, rule in enumerate(terms.rules):
        for outcome in _paid_by(rule):
            for other in terms.rules[:index]:
                twice = [code for code in segments if any(_both(other, rule, outcome, code, day) for day in days)]
                if twice:
                    yield _told_twice(terms, index, other, outcome, twice)
                    break


def _told_twice(terms: "Terms", index: int, other: Rule, outcome: str, segments: list[str]) -> Problem:
    rule = terms.rules[index]
    what = f"“{words.outcome_name(terms, outcome)}”" if outcome else "a start"
    everybody = len(segments) == len(terms.segments) or segments == [EVERYBODY]
    who = "" if everybody else f" of {words.listed(words.segment_name(terms, code) for code in segments)}"
    cure = "make one of them a bonus if it is meant to come on top" if outcome else "put both amounts into one rule"
    message = (
        f"“{other.name}” and “{rule.name}” both pay for {what}{who}. Take it out of one of them, give them different "
        f"segments or years of start, or {cure}."
    )
    place = "outcome" if outcome in outcomes_of(rule)[:1] else "routes" if outcome else "amounts"
    return Problem(f"rules[{index}].{place}", "paid_twice", message)


def _paid_by(rule: Rule) -> tuple[str, ...]:
    """The outcomes that the rule pays as the price of a result; empty text for a start."""
    if isinstance(rule, AttachmentFee):
        return ("",)
    return outcomes_of(rule) if isinstance(rule, OutcomeFee | SustainmentFee | VolumeBands) else ()


def _both(one: Rule, other: Rule, outcome: str, segment: str, started_on: datetime.date) -> bool:
    pay = all(_pays(rule, outcome, segment, started_on) for rule in (one, other))
    return pay and not (_is_sooner(one, other) or _is_sooner(other, one))


def _is_sooner(one: Rule, other: Rule) -> bool:
    """Whether the one pays only until a day that comes before the first on which the other pays."""
    if not isinstance(one, OutcomeFee) or not isinstance(other, OutcomeFee):
        return False
    return one.within is not None and other.since is not None and one.within.is_over_before(other.since)


def _pays(rule: Rule, outcome: str, segment: str, started_on: datetime.date) -> bool:
    """Whether the outcome brings something under the rule to a participant of the segment who started on the day."""
    if outcome not in _paid_by(rule):
        return False
    if isinstance(rule, VolumeBands):
        return any(band.amount for band in rule.bands)
    if isinstance(rule, OutcomeFee):
        priced = [(one.outcome, one.rates) for one in rule.routes] + [(one.outcome, one.rates) for one in rule.top_ups]
        tables = [rates for code, rates in priced if code == outcome]
    else:
        tables = list(tables_of(rule))
    return any(table.amount(segment, started_on) for table in tables)


def _start_days(terms: "Terms", first: datetime.date) -> list[datetime.date]:
    """Days on which somebody may start, at least one for every set of amounts that can hold together."""
    tables: set[RateTable] = {table for rule in terms.rules for table in tables_of(rule)}
    days = {first, terms.effective_from}
    for table in tables:
        for year in {rate.start_year for rate in table.rates} - {None}:
            begins, ends = unreachable.days_of_year(table, year or 0)
            days |= {begins, ends, ends + datetime.timedelta(days=1)}
    last = terms.effective_to or datetime.date.max
    return sorted(day for day in days if first <= day <= last)


def _figures_paid_twice(terms: "Terms") -> Iterator[Problem]:
    """Two rules pay by the same figure of the same period."""
    banded = [(index, rule) for index, rule in enumerate(terms.rules) if isinstance(rule, BandedMetric)]
    for (_, one), (index, other) in combinations(banded, 2):
        if _concern_one(terms, one, other) and any(
            _meet(first, second) for first in _telling(one) for second in _telling(other)
        ):
            message = (
                f"“{one.name}” and “{other.name}” both pay by {_metric(terms, one.metric)} for the same figures. Put "
                "their bands into one rule, or let each figure bring something under one of them only."
            )
            yield Problem(f"rules[{index}].metric", "paid_twice", message)


def _cohorts_paid_twice(terms: "Terms") -> Iterator[Problem]:
    """Two rules reward the fall of the same metric for the same cohort."""
    rewarding = [
        (index, rule)
        for index, rule in enumerate(terms.rules)
        if isinstance(rule, SavingShare) or (isinstance(rule, CohortReduction) and rule.ceiling)
    ]
    for (_, one), (index, other) in combinations(rewarding, 2):
        codes = {cohort.code for cohort in one.cohorts}
        both = [cohort.name for cohort in other.cohorts if cohort.code in codes]
        if _concern_one(terms, one, other) and both:
            change = metric_words.way(terms, one.metric).noun
            message = (
                f"“{one.name}” and “{other.name}” both pay for a {change} of {_metric(terms, one.metric)} in "
                f"{words.listed(f'“{name}”' for name in both)}. Put both amounts into one rule, or name other cohorts."
            )
            yield Problem(f"rules[{index}].cohorts", "paid_twice", message)


def _concern_one(terms: "Terms", one: MetricRule, other: MetricRule) -> bool:
    """Whether both rules look at the same metric for one agent."""
    agents = [set(agents_of(rule, terms.agents)) for rule in (one, other)]
    return one.metric == other.metric and (not terms.agents or bool(agents[0] & agents[1]))


def _metric(terms: "Terms", code: str) -> str:
    return f"“{next((one.name for one in terms.metrics if one.code == code), code)}”"


def _telling(rule: BandedMetric) -> list[MetricBand]:
    return [band for band in rule.bands if band.amount or band.share]


def _meet(one: MetricBand, other: MetricBand) -> bool:
    """Whether some figure lies in both bands."""
    lows = [band.low for band in (one, other) if band.low is not None]
    highs = [band.high for band in (one, other) if band.high is not None]
    if not lows or not highs or max(lows) < min(highs):
        return True
    return max(lows) == min(highs) and one.holds(max(lows)) and other.holds(max(lows))


def _least_twice(terms: "Terms") -> Iterator[Problem]:
    """Two minimums for the same agent over the same span: only the higher would ever count."""
    floors = [(index, rule) for index, rule in enumerate(terms.rules) if isinstance(rule, Floor)]
    for (_, one), (index, other) in combinations(floors, 2):
        if one.over == other.over and any(one.amount(agent) and other.amount(agent) for agent in terms.agents):
            message = (
                f"“{one.name}” and “{other.name}” both promise a minimum over the same time, so that only the higher "
                "counts. Keep one of them."
            )
            yield Problem(f"rules[{index}].amounts", "least_twice", message)


def _least_beyond_cap(terms: "Terms", first: datetime.date) -> Iterator[Problem]:
    """What is promised at least lies within every cap on everything over the same time."""
    for index, rule in enumerate(terms.rules):
        if not isinstance(rule, Floor):
            continue
        for cap in terms.caps:
            times = _times(terms, rule, cap.scope, first)
            least = _least(terms, rule, per_agent=cap.per_agent) * times
            if least > cap.amount and _is_on_everything(cap):
                promised = _so_often(least, times)
                who = "" if cap.per_agent or len(terms.agents) < 2 else " for all agents together"
                allowed = words.cap(cap, terms).rstrip(".")
                message = (
                    f"“{rule.name}” promises at least {promised}{words.money(least)}{who}, and the cap “{cap.code}” "
                    f"allows {allowed[0].lower()}{allowed[1:]}. Raise the cap or lower the minimum."
                )
                yield Problem(f"rules[{index}].amounts", "least_beyond_cap", message)


def _least_beyond_payer(terms: "Terms", first: datetime.date) -> Iterator[Problem]:
    """What is promised at least can be paid within what a principal pays at most, where nobody pays in its place."""
    shares = {one.organisation: one.share for one in terms.principals}
    for index, rule in enumerate(terms.rules):
        if not isinstance(rule, Floor):
            continue
        for cap in terms.payer_caps:
            times = _times(terms, rule, cap.over, first)
            least = _least(terms, rule, per_agent=False) * times
            alone = cap.beyond == UNPAID or len(shares) == 1
            if alone and Fraction(least) * shares[cap.payer] > Fraction(cap.amount):
                promised = f"{_so_often(least, times)}{words.money(least)}"
                message = (
                    f"“{rule.name}” promises all agents together at least {promised}, of which "
                    f"“{cap.payer}” bears {words.percent(shares[cap.payer])}, and its cap “{cap.code}” allows "
                    f"{words.money(cap.amount)}. Raise the cap, lower the minimum, or let the others pay beyond it."
                )
                yield Problem(f"rules[{index}].amounts", "least_beyond_cap", message)


def _so_often(least: Decimal, times: int) -> str:
    """How a minimum of several periods comes about; empty where it is owed once."""
    return f"{words.money(least / times)} × {words.plural(times, 'period')} = " if times > 1 else ""


def _is_on_everything(cap: Cap) -> bool:
    return cap.outcome is None and cap.segment is None and cap.scope in TIMED


def _least(terms: "Terms", rule: Floor, *, per_agent: bool) -> Decimal:
    amounts = [rule.amount(agent) for agent in terms.agents] or [one.amount for one in rule.amounts]
    return (max(amounts, default=Decimal(0))) if per_agent else sum(amounts, Decimal(0))


def _times(terms: "Terms", rule: Floor, span: str, first: datetime.date) -> int:
    """How often the minimum is owed within the time that a cap counts in; nought where the two cannot be compared."""
    if rule.over == "contract":
        return int(span == "contract")
    ends = [period.ends_on for period in terms.periods if terms.in_force(period.ends_on)]
    if span == "contract":
        return len(ends)
    if span == "period":
        return 1
    years = [contract_year(day, first) for day in ends]
    return max((years.count(year) for year in years), default=0)


def _cap_twice(terms: "Terms") -> Iterator[Problem]:
    """Two caps on the very same thing: only the lower one would ever count."""
    for (_, one), (index, other) in combinations(enumerate(terms.caps), 2):
        if _concerns(one) == _concerns(other):
            message = (
                f"The caps “{one.code}” ({words.money(one.amount)}) and “{other.code}” ({words.money(other.amount)}) "
                "limit the same, so that only the lower counts. Keep one of them."
            )
            yield Problem(f"caps[{index}]", "cap_twice", message)


def _concerns(cap: Cap) -> tuple[str, str | None, str | None, bool, bool]:
    """What a cap limits. One that carries over may well have another beside it that no single year may exceed."""
    return cap.scope, cap.segment, cap.outcome, cap.per_agent, cap.carries_over

"""What measured figures bring: amounts of an agent for a period or a cohort, worked out anew from all the figures.

Only confirmed figures are given, the latest of each; a figure that is missing brings nothing yet. Each amount has a
name of its own (`about`): the period, the cohort, or “pooled”. Nothing here is done where no rule looks at a metric.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from contracts.domain.metric_rules import (
    BandedMetric,
    Base,
    Cohort,
    CohortReduction,
    MetricRule,
    SavingShare,
    agents_of,
)
from payments.domain import reductions
from payments.domain.entitlements import Facts
from payments.domain.inputs import Book, Figure
from payments.domain.metric_cases import Case, Figures, compare, figure_facts
from payments.domain.period_finder import PeriodFinder
from payments.domain.reductions import NOUGHT, Compared

POOLED = "pooled"


class MetricSum(NamedTuple):
    """What an agent is owed by a figure: an exact amount, and a share of what `base` rules pay it in these periods."""

    agent: int
    rule: MetricRule
    version: int
    period: str
    about: str
    due_on: date
    amount: Fraction
    share: Fraction
    base: tuple[str, ...]
    base_periods: tuple[str, ...]
    facts: Facts


def owed(book: Book, figures: Iterable[Figure], as_of: date) -> list[MetricSum]:
    """Everything that the figures bring by this day, for each agent of the version in force on the day it is due."""
    cases = [
        Case(book, key, terms, rule, book.agents[code])
        for key, terms in book.terms.items()
        for rule in terms.rules
        if isinstance(rule, MetricRule)
        for code in agents_of(rule, terms.agents)
        if code in book.agents
    ]
    if not cases:
        return []
    known = Figures(figures, as_of)
    return [one for case in cases for one in _of_case(case, known, as_of)]


def _of_case(case: Case, known: Figures, as_of: date) -> Iterator[MetricSum]:
    if isinstance(case.rule, BandedMetric):
        yield from _banded(case, case.rule, known, as_of)
        return
    if isinstance(case.rule, SavingShare):
        for cohort in case.rule.cohorts:
            if cohort.due_on <= as_of and case.terms.in_force(cohort.due_on):
                yield from _saving(case, case.rule, cohort, known)
        return
    yield from _reductions(case, case.rule, known, as_of)


def _reductions(case: Case, rule: CohortReduction, known: Figures, as_of: date) -> Iterator[MetricSum]:
    """Each cohort by the version in force on its day; all together by the one in force when the last is due."""
    judged: list[tuple[Cohort, Compared | None, bool]] = []
    for cohort in rule.cohorts:
        if cohort.due_on > as_of:
            continue
        own, by = _judge_of(case, rule, cohort)
        compared, reached, one = _reduction(own, by, cohort, known)
        judged.append((cohort, compared, reached))
        if one is not None and own is case and case.terms.in_force(cohort.due_on):
            yield one
    if rule.pooled_trigger is not None and case.terms.in_force(max(one.due_on for one in rule.cohorts)):
        yield from _pooled(case, rule, judged, known)


def _judge_of(case: Case, rule: CohortReduction, cohort: Cohort) -> tuple[Case, CohortReduction]:
    """By which version's edition of the rule the cohort is held against its own trigger: the one in force on its day.

    What an earlier version paid for a cohort so still counts as reached when a later one puts all of them together.
    """
    for key, terms in case.book.terms.items():
        if key == case.key or not terms.in_force(cohort.due_on):
            continue
        for found in terms.rules:
            if isinstance(found, CohortReduction) and found.code == rule.code and cohort.code in _codes(found):
                return Case(case.book, key, terms, found, case.agent), found
    return case, rule


def _codes(rule: CohortReduction) -> set[str]:
    return {cohort.code for cohort in rule.cohorts}


def _banded(case: Case, rule: BandedMetric, known: Figures, as_of: date) -> Iterator[MetricSum]:
    """The band of each period's figure."""
    for period in case.book.periods:
        if period.ends_on > as_of or not case.terms.in_force(period.ends_on):
            continue
        figure = known.find(case, rule.metric, period.code)
        if figure is None:
            continue
        place = rule.band_of(figure.value)
        band = rule.bands[place]
        met = _conditions(case, rule, period.code, known)
        if met is None:
            continue
        held, told = met
        facts = {**figure_facts(figure), "band": place, **told}
        amount = Fraction(band.amount) if band.amount is not None else NOUGHT
        share = band.share_at(figure.value)
        if not held:
            amount, share = min(amount, NOUGHT), None if share is None else min(share, NOUGHT)
        yield _sum(case, period.code, period.code, period.ends_on, amount, share, rule.base, (period.code,), facts)


def _conditions(case: Case, rule: BandedMetric, period: str, known: Figures) -> tuple[bool, Facts] | None:
    """Whether every other metric that the rule asks for lies where it has to; None while a figure is missing."""
    told, held = [], True
    for one in rule.only_if:
        figure = known.find(case, one.metric, period)
        if figure is None:
            return None
        holds = one.reach.holds(figure.value)
        held = held and holds
        told.append({**figure_facts(figure), "held": holds})
    return held, {"only_if": told} if told else {}


def _sum(
    case: Case,
    period: str,
    about: str,
    due_on: date,
    amount: Fraction,
    share: Fraction | None,
    base: Base | None,
    periods: tuple[str, ...],
    facts: Facts,
) -> MetricSum:
    """The amount, with its share of a fixed base added; the share of what rules pay is added when that is known."""
    rules: tuple[str, ...] = ()
    if share and base is not None:
        facts = {**facts, "share": str(share)}
        if base.amount is not None:
            amount += share * Fraction(base.amount)
            facts["base"] = str(base.amount)
        else:
            rules = base.rules
    named = share if share and rules else NOUGHT
    return MetricSum(case.agent, case.rule, case.key, period, about, due_on, amount, named, rules, periods, facts)


def _reduction(
    case: Case, rule: CohortReduction, cohort: Cohort, known: Figures
) -> tuple[Compared | None, bool, MetricSum | None]:
    """A cohort held against its own trigger: what it is compared with, whether it is reached, and what is owed."""
    found = compare(case, rule.metric, rule.against, cohort, known)
    if found is None:
        return None, False, None
    compared, facts = found
    if rule.trigger is None:
        return compared, False, None
    size = reductions.fall(compared, rule.measure)
    cleared = _hurdle(case, rule, [cohort], known)
    if cleared is None:
        return compared, False, None
    held, over = cleared
    amount = reductions.reward(rule, compared, rule.trigger)
    facts |= {**over, "fall": str(size), "trigger": str(rule.trigger), "avoided": str(compared.avoided)}
    reached = size >= rule.trigger and held and reductions.beyond_chance(rule, compared)
    if not held:
        amount = min(amount, NOUGHT)
    amount, facts = _beyond_chance(rule, compared, amount, facts)
    share = -rule.clawback if size < rule.trigger and rule.clawback else None
    one = _sum(
        case, _stated(case.book, cohort.due_on), cohort.code, cohort.due_on, amount, share, rule.base,
        cohort.periods or _ended(case.book, cohort.due_on), facts,
    )  # fmt: skip
    return compared, reached, one


def _pooled(
    case: Case, rule: CohortReduction, judged: list[tuple[Cohort, Compared | None, bool]], known: Figures
) -> Iterator[MetricSum]:
    """All cohorts together, once the last is due and each is measured, where none has reached its own trigger."""
    parts = [compared for _, compared, _ in judged if compared is not None]
    if len(parts) < len(rule.cohorts) or rule.pooled_trigger is None:
        return
    last = max((cohort for cohort, _, _ in judged), key=lambda cohort: cohort.due_on)
    cleared = _hurdle(case, rule, [cohort for cohort, _, _ in judged], known)
    if cleared is None:
        return
    held, over = cleared
    whole = reductions.together(parts)
    size = reductions.fall(whole, rule.measure)
    facts = {
        "metric": rule.metric, "covers": POOLED, "value": str(whole.actual), "baseline": str(whole.baseline),
        "denominator": str(whole.people), "fall": str(size), "trigger": str(rule.pooled_trigger),
        "avoided": str(whole.avoided), "cohorts": [cohort.code for cohort, _, _ in judged], **over,
    }  # fmt: skip
    amount = reductions.reward(rule, whole, rule.pooled_trigger, len(parts)) if size >= rule.pooled_trigger else NOUGHT
    if reached := [cohort.code for cohort, _, own in judged if own]:
        amount, facts["reached"] = NOUGHT, reached
    if not held:
        amount = NOUGHT
    amount, facts = _beyond_chance(rule, whole, amount, facts)
    yield _sum(case, _stated(case.book, last.due_on), POOLED, last.due_on, amount, None, None, (), facts)


def _beyond_chance(rule: CohortReduction, compared: Compared, amount: Fraction, facts: Facts) -> tuple[Fraction, Facts]:
    """Nothing is paid, or taken away, for what chance alone may explain, where the rule asks for that."""
    if rule.confidence is None:
        return amount, facts
    beyond = reductions.beyond_chance(rule, compared)
    told = {"errors_squared": str(reductions.errors_squared(compared)), "beyond": beyond}
    return amount if beyond else NOUGHT, {**facts, "chance": told}


def _hurdle(case: Case, rule: CohortReduction, cohorts: list[Cohort], known: Figures) -> tuple[bool, Facts] | None:
    """Whether every cohort clears the hurdle; None while a figure for it is missing."""
    if rule.hurdle is None:
        return True, {}
    held, sizes = True, {}
    for cohort in cohorts:
        found = compare(case, rule.hurdle.metric, rule.hurdle.against, cohort, known)
        if found is None:
            return None
        size = reductions.fall(found[0], rule.hurdle.measure)
        held = held and size >= rule.hurdle.at_least
        sizes[cohort.code] = str(size)
    facts = {"metric": rule.hurdle.metric, "at_least": str(rule.hurdle.at_least), "falls": sizes, "held": held}
    return held, {"hurdle": facts}


def _saving(case: Case, rule: SavingShare, cohort: Cohort, known: Figures) -> Iterator[MetricSum]:
    """What was saved in a year (or for a cohort) against its base."""
    found = compare(case, rule.metric, rule.against, cohort, known)
    if found is None:
        return
    compared, facts = found
    facts |= {"fall": str(reductions.fall(compared, "relative")), "trigger": str(rule.threshold)}
    amount = reductions.saved(rule, compared)
    period = _stated(case.book, cohort.due_on)
    yield _sum(case, period, cohort.code, cohort.due_on, amount, None, None, (), facts)


def _stated(book: Book, day: date) -> str:
    """The period in which a cohort's amount is stated."""
    return PeriodFinder(book.periods).of(day)


def _ended(book: Book, day: date) -> tuple[str, ...]:
    return tuple(period.code for period in book.periods if period.ends_on <= day)

"""Amounts of an agent for a period: fees for the service, and results by their place in the agent's volume.

Each has a name of its own (`about`), such as 2026-q1, or 2026-q1.2.v1 for the second band of version 1, by which it is
found again in the ledger. What has been counted before decides the bands, so that the whole is worked out each time.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from contracts.domain.rates import contract_year
from contracts.domain.terms import Accelerator, MetricRule, Period, ServiceFee, Terms, VolumeBands
from payments.domain import money
from payments.domain.entitlements import Counted, Facts
from payments.domain.inputs import Book


class PeriodSum(NamedTuple):
    """So many units at an amount each (pounds), owed to an agent for a period under a rule of a version.

    `exact`: the amount before it was rounded, where it may still rise with the years.
    """

    agent: int
    rule: ServiceFee | VolumeBands | MetricRule
    version: int
    period: str
    about: str
    due_on: date
    units: int
    amount: Decimal
    facts: Facts
    exact: Fraction | None = None


class Band(NamedTuple):
    """A band of an agent's volume in a period, by the place of the band in its rule."""

    agent: int
    version: int
    rule: VolumeBands
    period: Period
    place: int


def service_fees(book: Book, as_of: date) -> Iterator[PeriodSum]:
    """The fee of every period that is owed by the day, for each agent of the version in force on the day it is owed."""
    for key, terms in book.terms.items():
        for rule in terms.rules:
            if isinstance(rule, ServiceFee):
                for period in book.periods:
                    day = period.ends_on if rule.in_arrears else _owed_in_advance(book, terms, rule, period)
                    if day <= as_of and terms.in_force(day):
                        yield from _fees_of_period(book, key, terms, rule, period, day)


def _owed_in_advance(book: Book, terms: Terms, rule: ServiceFee, period: Period) -> date:
    """The first day of the period; that of the version, where the version before owed the same fee in arrears.

    It ended within the period, before it owed anything for it.
    """
    if period.starts_on < terms.effective_from <= period.ends_on:
        before = [of for of in book.terms.values() if of.in_force(period.starts_on)]
        fees = [one for of in before for one in of.rules if isinstance(one, ServiceFee) and one.code == rule.code]
        if any(one.in_arrears for one in fees):
            return terms.effective_from
    return period.starts_on


def _fees_of_period(
    book: Book, key: int, terms: Terms, rule: ServiceFee, period: Period, day: date
) -> Iterator[PeriodSum]:
    year = contract_year(day, book.first_day)
    for code in terms.agents:
        if code not in book.agents:
            continue
        first = rule.amount(code)
        exact = Fraction(first) * (1 - rule.yearly_discount) ** (year - 1)
        amount = money.pounds(money.pence(exact, terms.rounding))
        if amount:
            facts = {"amount": str(first), "year": year, "discount": str(rule.yearly_discount)}
            yield PeriodSum(book.agents[code], rule, key, period.code, period.code, day, 1, amount, facts, exact)


def volumes(book: Book, counted: Iterable[Counted]) -> Iterator[PeriodSum]:
    """What the results of each period bring, band by band: filled in order of the days on which results fall due."""
    places: defaultdict[Hashable, int] = defaultdict(int)
    groups: defaultdict[Band, list[int]] = defaultdict(list)
    periods = sorted(book.periods, key=lambda period: period.ends_on)
    for one in sorted(counted, key=_order):
        period = _period(periods, one.due_on)
        span = _span(one, period, book.first_day)
        places[span] += 1
        place = one.rule.band_of(places[span])
        if place is not None:
            groups[Band(one.start.agent, one.claim.version, one.rule, period, place)].append(places[span])
    for band, found in groups.items():
        yield _sum_of_band(band, found, book.terms[band.version].number)


def _sum_of_band(band: Band, places: list[int], version: int) -> PeriodSum:
    facts: Facts = {"over": band.rule.over, "band": band.place + 1, "from": min(places), "to": max(places)}
    if isinstance(band.rule, Accelerator) and band.place:
        facts |= _risen(band.rule, band.place)
    about = f"{band.period.code}.{band.place + 1}.v{version}"
    amount = band.rule.bands[band.place].amount
    return PeriodSum(
        band.agent, band.rule, band.version, band.period.code, about, band.period.ends_on, len(places), amount, facts
    )


def _risen(rule: Accelerator, place: int) -> Facts:
    """The first price, and by what it has risen."""
    step = rule.steps[place - 1]
    by = {"added": str(step.added)} if step.factor is None else {"factor": str(step.factor)}
    return {"first": str(rule.bands[0].amount), **by}


def _period(periods: list[Period], day: date) -> Period:
    """The period in which a result counts: the one in which it falls due, or else the next, or the last."""
    return next((period for period in periods if day <= period.ends_on), periods[-1])


def _span(one: Counted, period: Period, first_day: date) -> Hashable:
    """What the count of the result's place belongs to: the agent's contract, contract year or period."""
    within: Hashable = None
    if one.rule.over == "year":
        within = contract_year(one.due_on, first_day)
    elif one.rule.over == "period":
        within = period.code
    return one.start.agent, one.rule.code, within


def _order(one: Counted) -> tuple[date, date, str, str, int]:
    return one.due_on, one.claim.event_date, one.start.reference, one.claim.outcome, one.claim.sequence

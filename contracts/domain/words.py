"""The terms of a contract in plain words: for its pages, and for the explanation of every payment.

Each clause is told as rows of (label, text); texts hold every figure of the clause, so that two versions of it differ
exactly when their words differ.
"""

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from contracts.domain.clauses import Calendar, Cap, Segment, Target
from contracts.domain.eligibility import Eligibility
from contracts.domain.indexation import Indexation
from contracts.domain.payer_caps import UNPAID, PayerCap
from contracts.domain.rates import CALENDAR, CONTRACT, Rate, RateTable, anniversary
from contracts.domain.rules import START, Deadweight, Weeks

if TYPE_CHECKING:
    from contracts.domain.terms import Terms

Rows = list[tuple[str, str]]
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SCOPES = {
    "participant": " for each {unit}",
    "outcome": "",
    "period": " in each period",
    "year": " in each contract year",
    "contract": " over the whole contract",
}
TIMES = {"period": "period", "year": "contract year"}
ROUNDINGS = {
    "per_claim": "taken off each amount and rounded to the penny",
    "per_period": "taken off the total of a statement line and rounded to the penny",
}
MOST_SPELT_OUT = 4


def money(amount: Decimal) -> str:
    """Pounds; pence only where there are any."""
    return f"£{amount:,.2f}".removesuffix(".00")


def day(date: datetime.date) -> str:
    return f"{date.day} {date:%B %Y}"


def percent(share: Fraction | Decimal) -> str:
    """A share as per cent, as exactly as four figures allow."""
    figure = Decimal(share.numerator) / Decimal(share.denominator) if isinstance(share, Fraction) else share
    return f"{(figure * 100).quantize(Decimal('0.01')).normalize():f}%"


def listed(parts: Iterable[str]) -> str:
    """One, two and three."""
    found = list(parts)
    return f"{', '.join(found[:-1])} and {found[-1]}" if len(found) > 1 else "".join(found)


def plural(number: int, one: str) -> str:
    return f"{number} {one}" if number == 1 else f"{number} {one}s"


def unit(terms: "Terms") -> str:
    """What the contract calls a participant: the unit of its first outcome."""
    named = terms.outcomes[0].unit.strip() if terms.outcomes else ""
    return named or "participant"


def segment_name(terms: "Terms", code: str | None) -> str:
    if code is None:
        return "every segment"
    return next((segment.name for segment in terms.segments if segment.code == code), code)


def outcome_name(terms: "Terms", code: str) -> str:
    if code == START:
        return "start"
    return next((outcome.name for outcome in terms.outcomes if outcome.code == code), code)


def start_year(table: RateTable, year: int | None) -> str:
    """A start year with its days."""
    if year is None:
        return "every year"
    if table.year_basis == CALENDAR:
        return f"{year}"
    if table.year_basis == CONTRACT and table.year_starts is not None:
        return f"contract year {year} (from {day(anniversary(table.year_starts, year - 1))})"
    return f"April {year} to March {year + 1}"


def rates(table: RateTable, terms: "Terms") -> str:
    """The amounts of a table in a phrase: each of them where they are few, otherwise from the least to the most."""
    amounts = sorted({rate.amount for rate in table.rates})
    if len(amounts) == 1:
        return money(amounts[0])
    by_segment = any(rate.segment for rate in table.rates)
    if len(table.rates) <= MOST_SPELT_OUT and not by_segment:
        return listed(f"{money(rate.amount)} for {rate_name(table, rate, terms)}" for rate in table.rates)
    by_year = any(rate.start_year for rate in table.rates)
    how = listed(name for name, holds in (("segment", by_segment), ("year of start", by_year)) if holds)
    return f"{money(amounts[0])} to {money(amounts[-1])} by {how}"


def rate_name(table: RateTable, rate: Rate, terms: "Terms") -> str:
    """Whom an amount is for."""
    who = "" if rate.segment is None else segment_name(terms, rate.segment)
    when = "" if rate.start_year is None else f"starts in {start_year(table, rate.start_year)}"
    return ", ".join(part for part in (who, when) if part) or "all others"


def rate_rows(table: RateTable, terms: "Terms", label: str = "Amount") -> Rows:
    """Every amount of a table by itself."""
    if len(table.rates) == 1 and table.rates[0].segment is None and table.rates[0].start_year is None:
        return [(label, money(table.rates[0].amount))]
    return [(f"{label}: {rate_name(table, rate, terms)}", money(rate.amount)) for rate in table.rates]


def weeks(numbers: Sequence[Weeks], one: str) -> str:
    """The numbers in a phrase, from the least to the most."""
    found = sorted({entry.number for entry in numbers})
    if len(found) == 1:
        return plural(found[0], one)
    return f"{found[0]} to {plural(found[-1], one)} by segment"


def weeks_rows(numbers: Sequence[Weeks], terms: "Terms", label: str, one: str) -> Rows:
    """Every number by itself."""
    if len(numbers) == 1 and numbers[0].segment is None:
        return [(label, plural(numbers[0].number, one))]
    return [(f"{label}: {segment_name(terms, entry.segment)}", plural(entry.number, one)) for entry in numbers]


def deadweight(found: Deadweight, what: str = "result") -> str:
    """How deadweight is left out of payment. `what` is paid for: results, or starts."""
    if found.method == "none":
        return "No deadweight is taken off."
    if found.method == "counted":
        return f"The results expected of {percent(found.share)} of starts anyway are counted, and not paid."
    if found.rounding == "whole_people":
        paid = 1 - found.share
        rounded = "to the nearest whole" if found.count == "nearest" else f"{found.count} to a whole number"
        return (
            f"{paid.numerator} of every {paid.denominator} {what}s of each agent are paid, in order, rounded "
            f"{rounded}. The rest are conceded as deadweight."
        )
    return f"{percent(found.share)} is conceded as deadweight, {ROUNDINGS[found.rounding]}."


def cap(found: Cap, terms: "Terms") -> str:
    """The most that is paid, for whom and over what."""
    outcome = f" for “{outcome_name(terms, found.outcome)}”" if found.outcome else ""
    segment = f" in “{segment_name(terms, found.segment)}”" if found.segment else ""
    scope = SCOPES[found.scope].format(unit=unit(terms))
    shared = "" if found.scope == "participant" else (", each agent" if found.per_agent else ", all agents together")
    carried = f"; what a {TIMES[found.scope]} leaves unused is added to the next" if found.carries_over else ""
    return f"At most {money(found.amount)}{scope}{outcome}{segment}{shared}{carried}."


def payer_cap(found: PayerCap, terms: "Terms", payer: str = "") -> str:
    """The most that a principal pays, and what becomes of its share beyond that. `payer`: the principal's name."""
    most = f"{payer or found.payer} pays at most {money(found.amount)}{SCOPES[found.over]}, to all agents together."
    if found.beyond == UNPAID:
        return f"{most} Its share beyond that is not paid: the statement is lower by it."
    if len(terms.principals) < 2:
        return f"{most} What is due beyond that is not paid, as nobody else pays."
    return (
        f"{most} Its share beyond that is passed over to the other principals by their shares, as far as they have "
        "room; the rest is not paid."
    )


def target_level(found: Target, value: Decimal) -> str:
    if found.measure == "rate":
        return f"{percent(value)} of the cohort" + (f" in {found.period}" if found.period else "")
    return f"{value.normalize():,f} in {found.period or 'each period'}"


def target_rows(found: Target, terms: "Terms") -> Rows:
    """The level expected, the least acceptable, the path to it, and what a shortfall questions."""
    rows: Rows = [("Outcome", outcome_name(terms, found.outcome))]
    if found.segment:
        rows.append(("Segment", segment_name(terms, found.segment)))
    if found.agent:
        rows.append(("Agent", found.agent))
    rows.append(("Target", target_level(found, found.value)))
    if found.minimum is not None:
        rows.append(("Minimum performance level", target_level(found, found.minimum)))
    if found.maturity:
        path = listed(f"{percent(point.share)} of it by day {point.days}" for point in found.maturity)
        rows.append(("Expected path of a cohort", path))
    for entry in found.questions_stages:
        rows.append((f"A shortfall questions stage {entry.stage}", entry.why))
    return rows


def members(found: Segment) -> str:
    """Who belongs to the segment, by attribute."""
    return listed(f"{name} is {' or '.join(values)}" for name, values in found.rule) or "everybody not taken before"


def eligible(found: Eligibility) -> str:
    """Who may be on the programme: by attribute, and by the day of the start."""
    parts = [f"{name} is {' or '.join(values)}" for name, values in found.rule]
    if found.started_from:
        parts.append(f"they start on or after {day(found.started_from)}")
    if found.started_until:
        parts.append(f"they start on or before {day(found.started_until)}")
    return listed(parts) or "everybody"


def segment_rows(found: Segment) -> Rows:
    """Who belongs to the segment, its baseline and its planned share."""
    rows: Rows = [("Name", found.name), ("Who belongs to it", members(found))]
    if found.baseline is not None:
        source = f" ({found.baseline_source})" if found.baseline_source else ""
        rows.append(("Baseline", f"{percent(found.baseline)}{source}"))
    if found.planned_share is not None:
        rows.append(("Planned share of starts", percent(found.planned_share)))
    return rows


def calendar(found: Calendar) -> str:
    days = listed(WEEKDAYS[number] for number in found.working_weekdays)
    holidays = plural(len(found.bank_holidays), "bank holiday")
    return f"{days}, without {holidays}" if found.bank_holidays else days


def school_terms(found: Calendar) -> str:
    return listed(f"{day(term.starts_on)} to {day(term.ends_on)}" for term in found.school_terms)


def evidence_kept(months: int) -> str:
    """How long files of evidence are kept: kept for 6 years after the last payment."""
    years, rest = divmod(months, 12)
    span = plural(years, "year") if not rest else plural(months, "month")
    return f"kept for {span} after the last payment, then erased"


def rounding(how: str, where: str) -> str:
    halves = "halves up" if how == "half_up" else "halves to the even penny"
    return f"To the penny, {halves}, on each {'statement line' if where == 'line' else 'statement total'}"


def indexation(found: Indexation, terms: "Terms") -> str:
    """By what which amounts rise, from when, and where that comes from."""
    names = {rule.code: rule.name for rule in terms.rules}
    what = listed(f"“{names.get(code, code)}”" for code in found.rules) or "every amount"
    year = "contract year" if found.basis == CONTRACT else "financial year from April"
    if found.yearly is not None:
        how = f"by {percent(found.yearly)} with each {year} after the first"
    else:
        how = f"by {year}: " + listed(f"{number(one.factor)} × from {one.year}" for one in found.table)
    return f"{what[:1].upper()}{what[1:]} {how}, to the penny. Source: {found.source}"


def number(exact: Fraction) -> str:
    """An exact factor as a decimal number."""
    return f"{(Decimal(exact.numerator) / Decimal(exact.denominator)).normalize():f}"

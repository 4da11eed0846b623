"""The particulars of an outcome in plain words, one row for each statement."""

from decimal import Decimal

from contracts.domain import particulars, value_ranges, words
from contracts.domain.clauses import Outcome
from contracts.domain.eligibility import Eligibility


def attribution_rows(outcome: Outcome) -> words.Rows:
    """Who else pays for the same person."""
    return [("Also paid for by", "\n".join(map(also_paid, outcome.particulars.also_paid)))]


def also_paid(found: particulars.AlsoPaid) -> str:
    """One other payer, its programme, and how many people both pay for."""
    told = f"{found.payer}, {found.programme}" if found.programme else found.payer
    return told if found.overlap is None else f"{told} ({words.percent(found.overlap)} of the same people)"


def value_rows(outcome: Outcome) -> words.Rows:
    """With which value a claim counts."""
    told = value_ranges.in_words(outcome.particulars.values)
    return [("Counts with", f"a value {told}" if told else "")]


def without_rows(outcome: Outcome) -> words.Rows:
    """The rate without the scheme, with its interval, how it was measured, by whom and when."""
    found = outcome.particulars.non_intervention
    rows: words.Rows = [
        (f"Without the scheme: {one.segment}" if one.segment else "Without the scheme", rate(outcome, one))
        for one in found.rates
    ]
    return [
        *rows,
        ("How that was measured", particulars.METHODS.get(found.method, "")),
        ("Source of the rate without the scheme", found.source),
        ("Measured on", words.day(found.measured_on) if found.measured_on else ""),
    ]


def rate(outcome: Outcome, found: particulars.RateWithout) -> str:
    """A rate with its interval; of a frequency, for each hundred people."""
    figures = found.range

    def told(value: Decimal) -> str:
        if outcome.kind == "frequency":
            return f"{(value * 100).normalize():f} for each 100 people"
        return words.percent(value)

    source = f" ({figures.source})" if figures.source else ""
    if figures.low == figures.high:
        return f"{told(figures.expected)}{source}"
    return f"{told(figures.expected)}, interval {told(figures.low)} to {told(figures.high)}{source}"


def cohort_rows(outcome: Outcome) -> words.Rows:
    """Whose claims count, by their attributes, and when the group of those who can achieve the outcome is closed."""
    found = outcome.particulars
    told = particulars.CLOSINGS.get(found.closes, "")
    only = words.eligible(Eligibility(found.eligible)) if found.eligible else ""
    return [
        ("Counts only where", only),
        ("Closing of the cohort", f"{told}: {words.day(found.closes_on)}" if found.closes_on else told),
    ]


def record_rows(outcome: Outcome) -> words.Rows:
    """Why it is defined so, what is wrong with the data, and what is new in this version."""
    found = outcome.particulars
    return [
        ("Why it is defined so", found.rationale),
        ("What is wrong with the data", found.data_issues),
        ("Changed since the version before", found.changes),
    ]

"""What a version describes and nothing can ever reach: steps, weeks, years, segments and periods.

What is told is certain: it holds at the earliest possible day, whoever the participant is.
"""

import datetime
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from contracts.domain import rule_words, words
from contracts.domain.clauses import Segment
from contracts.domain.days import months_after
from contracts.domain.period_rules import VolumeBands
from contracts.domain.problems import Problem
from contracts.domain.rates import CONTRACT, FINANCIAL, RateTable
from contracts.domain.rules import START, Bonus, OutcomeFee, SustainmentFee, for_segment, outcomes_of, tables_of
from contracts.domain.spans import WEEK_DAYS

if TYPE_CHECKING:
    from contracts.domain.terms import Terms

DAY = datetime.timedelta(days=1)


def found(terms: "Terms", earlier: "Sequence[Terms]", first: datetime.date) -> list[Problem]:
    """Everything that is out of reach. `first`: the first day of the contract, before which nobody has started."""
    versions = (*earlier, terms)
    problems: list[Problem] = []
    for index, rule in enumerate(terms.rules):
        place = f"rules[{index}]"
        if isinstance(rule, SustainmentFee):
            problems += _never_paid_before(terms, versions, place, rule)
            problems += _steps_too_late(terms, versions, place, rule)
        elif isinstance(rule, OutcomeFee):
            problems += _weeks_too_late(terms, place, rule)
            problems += _time_too_late(terms, place, rule)
            problems += _time_over(terms, place, rule)
        elif isinstance(rule, Bonus):
            problems += _times_out_of_reach(terms, place, rule)
    return [*problems, *_years_outside(terms, first), *_segments_never_taken(terms)]


def days_of_year(table: RateTable, year: int) -> tuple[datetime.date, datetime.date]:
    """The first and the last day of a start year on the table's basis."""
    if table.year_basis == CONTRACT and table.year_starts is not None:
        begins, ends = (months_after(table.year_starts, 12 * count) for count in (year - 1, year))
    else:
        month = 4 if table.year_basis == FINANCIAL else 1
        begins, ends = datetime.date(year, month, 1), datetime.date(year + 1, month, 1)
    return begins, ends - DAY


def _never_paid_before(
    terms: "Terms", versions: "Sequence[Terms]", place: str, rule: SustainmentFee
) -> Iterator[Problem]:
    """Weeks are paid after an outcome that was paid for, so that a rule must pay for it, or have paid for it before."""
    paid = {
        code
        for one in versions
        for paying in one.rules
        if isinstance(paying, OutcomeFee | SustainmentFee | VolumeBands)
        for code in outcomes_of(paying)
    }
    for code in rule.prerequisites:
        if code != START and code not in paid:
            message = (
                f"“{rule.name}” pays after “{words.outcome_name(terms, code)}” was paid for, and no rule pays for "
                "that. Add a rule that does, or leave the prerequisite out."
            )
            yield Problem(f"{place}.prerequisites", "never_paid", message)


def _steps_too_late(terms: "Terms", versions: "Sequence[Terms]", place: str, rule: SustainmentFee) -> Iterator[Problem]:
    """Every step can end within the allotted weeks, and within the window of its outcome."""
    for segment in _segments(terms):
        steps, limit = for_segment(rule.max_steps, segment.code) or 0, _last_day(terms, rule)
        before = max((_days_before(versions, code, segment.code) for code in rule.prerequisites), default=0)
        before = -(-before // WEEK_DAYS)
        reached = steps if limit is None else max(0, (limit // WEEK_DAYS - before) // rule.every_weeks)
        if reached < steps and any(rate.amount for rate in rule.rates.rates if rate.segment in (segment.code, None)):
            weeks = before + rule.every_weeks * steps
            message = (
                f"“{rule.name}” pays {steps} steps for {segment.name}, and the last ends {weeks} weeks after the "
                f"start at the earliest, when {_limit(terms, rule)}. Pay at most {reached} steps, or allow more time."
            )
            yield Problem(f"{place}.max_steps", "never_paid", message)


def _last_day(terms: "Terms", rule: SustainmentFee) -> int | None:
    """So many days after the start the last step may end; None where nothing limits it."""
    window = terms.outcome(rule.outcome).window_days
    allotted = None if rule.allotted_weeks is None else rule.allotted_weeks * WEEK_DAYS
    return min((one for one in (window, allotted) if one is not None), default=None)


def _limit(terms: "Terms", rule: SustainmentFee) -> str:
    window = terms.outcome(rule.outcome).window_days
    if rule.allotted_weeks is not None and (window is None or rule.allotted_weeks * WEEK_DAYS <= window):
        return f"the {rule.allotted_weeks} weeks allotted are over"
    return f"the window of {window} days of “{words.outcome_name(terms, rule.outcome)}” is over"


def _days_before(versions: "Sequence[Terms]", code: str, segment: str) -> int:
    """The fewest days after the start in which the outcome may be earned under any rule that pays for it."""
    fees = [rule for one in versions for rule in one.rules if code in outcomes_of(rule)]
    days = [
        max((for_segment(rule.qualifying_weeks, segment) or 0) * WEEK_DAYS, _least_days(rule))
        for rule in fees
        if isinstance(rule, OutcomeFee)
    ]
    return min(days, default=0) if len(days) == len(fees) else 0


def _least_days(rule: OutcomeFee) -> int:
    """The fewest days after the start that the time since another result leaves room for."""
    return rule.since.least_days if rule.since is not None else 0


def _time_too_late(terms: "Terms", place: str, rule: OutcomeFee) -> Iterator[Problem]:
    """The time since another result, which is since the start at the earliest, lies within the outcome's window."""
    days = _least_days(rule)
    for outcome in outcomes_of(rule):
        window = terms.outcome(outcome).window_days
        if rule.since is not None and window is not None and days > window:
            message = (
                f"“{rule.name}” pays {rule_words.span(rule.since, terms)} at the earliest, and the window of "
                f"“{words.outcome_name(terms, outcome)}” closes {window} days after the start: nothing could be paid. "
                "Lengthen the window or ask for less time."
            )
            yield Problem(f"{place}.since", "never_paid", message)


def _time_over(terms: "Terms", place: str, rule: OutcomeFee) -> Iterator[Problem]:
    """The most time after another result is not over before the least time that is asked for has passed."""
    if rule.within is None:
        return
    earliest = ""
    if rule.since is not None and rule.within.is_over_before(rule.since):
        earliest = rule_words.span(rule.since, terms)
    elif rule.within.outcome == START and rule.within.most_days is not None:
        weeks = min((for_segment(rule.qualifying_weeks, segment.code) or 0 for segment in _segments(terms)), default=0)
        if weeks * WEEK_DAYS > rule.within.most_days:
            earliest = f"{words.plural(weeks, 'week')} after the start"
        elif rule.since is not None and rule.since.least_days > rule.within.most_days:
            earliest = rule_words.span(rule.since, terms)
    if earliest:
        message = (
            f"“{rule.name}” pays {earliest} at the earliest, and within {rule_words.span(rule.within, terms)}: nothing "
            "could be paid. Allow more time or ask for less."
        )
        yield Problem(f"{place}.within", "never_paid", message)


def _weeks_too_late(terms: "Terms", place: str, rule: OutcomeFee) -> Iterator[Problem]:
    """The weeks that must have passed lie within the window of the outcome."""
    for outcome in outcomes_of(rule):
        window = terms.outcome(outcome).window_days
        late = [
            (weeks, segment.name)
            for segment in _segments(terms)
            if window is not None
            and (weeks := for_segment(rule.qualifying_weeks, segment.code) or 0) * WEEK_DAYS > window
        ]
        if late:
            weeks, _ = max(late)
            message = (
                f"“{rule.name}” pays after {weeks} weeks ({weeks * WEEK_DAYS} days), and the window of "
                f"“{words.outcome_name(terms, outcome)}” closes after {window} days: nothing could be paid for "
                f"{words.listed(name for _, name in late)}. Lengthen the window or ask for fewer weeks."
            )
            yield Problem(f"{place}.qualifying_weeks", "never_paid", message)


def _times_out_of_reach(terms: "Terms", place: str, rule: Bonus) -> Iterator[Problem]:
    """Where a bonus waits for earlier results of its own outcome, one more than those can be achieved."""
    most = terms.outcome(rule.outcome).max_per_participant
    for index, one in enumerate(rule.before):
        if one.outcome == rule.outcome and one.times == most:
            message = (
                f"“{rule.name}” is paid after {words.plural(one.times, 'earlier result')} of its own outcome, which "
                f"counts {words.plural(most, 'time')} for each participant. Raise the outcome's limit or lower the "
                "number."
            )
            yield Problem(f"{place}.before[{index}].times", "never_paid", message)


def _years_outside(terms: "Terms", first: datetime.date) -> Iterator[Problem]:
    """Amounts are agreed for years in which somebody can have started."""
    for index, rule in enumerate(terms.rules):
        years = {(table, rate.start_year) for table in tables_of(rule) for rate in table.rates if rate.amount}
        for table, year in sorted(years, key=lambda pair: pair[1] or 0):
            if year is None:
                continue
            begins, ends = days_of_year(table, year)
            late = terms.effective_to is not None and begins > terms.effective_to
            if not late and ends >= first:
                continue
            when = f"the contract begins on {words.day(first)}"
            if late and terms.effective_to is not None:
                when = f"the version ends on {words.day(terms.effective_to)}"
            message = (
                f"“{rule.name}” has an amount for starts from {words.day(begins)} to {words.day(ends)}, and {when}. "
                "Take the year out, or change the dates."
            )
            yield Problem(f"rules[{index}].amounts", "outside_contract", message)


def _segments_never_taken(terms: "Terms") -> Iterator[Problem]:
    """The first segment that takes a participant counts, so that a later one must take somebody whom it does not."""
    for index, segment in enumerate(terms.segments):
        wider = next((one for one in terms.segments[:index] if one.rule and _takes_all_of(one, segment)), None)
        if wider is not None:
            message = (
                f"“{wider.name}” stands before “{segment.name}” and takes everybody who would belong to it. Put "
                f"“{segment.name}” first, or change one of the two rules."
            )
            yield Problem(f"segments[{index}].rule", "never_taken", message)
        elif name := next((name for name, values in segment.rule if _nobody(terms, name, values)), ""):
            message = (
                f"Nobody who may be on the programme belongs to “{segment.name}”: none of its values of {name} is "
                "eligible. Change its rule, or who may be on the programme."
            )
            yield Problem(f"segments[{index}].rule", "never_taken", message)


def _nobody(terms: "Terms", name: str, values: Sequence[str]) -> bool:
    eligible = dict(terms.eligibility.rule).get(name)
    return eligible is not None and not set(values) & set(eligible)


def _takes_all_of(wider: Segment, narrower: Segment) -> bool:
    named = dict(narrower.rule)
    return all(name in named and set(named[name]) <= set(values) for name, values in wider.rule)


def periods_before(terms: "Terms", first: datetime.date) -> Iterator[Problem]:
    """No period ends before the contract begins: nothing could ever fall due in it."""
    for index, period in enumerate(terms.periods):
        if period.ends_on < first:
            message = (
                f"Period “{period.code}” ends on {words.day(period.ends_on)}, and the contract begins on "
                f"{words.day(first)}. Take it out, or change the dates."
            )
            yield Problem(f"periods[{index}]", "outside_contract", message)


def _segments(terms: "Terms") -> tuple[Segment, ...]:
    return terms.segments or (Segment("", "everybody"),)

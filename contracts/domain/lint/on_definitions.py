"""Checks on the particulars of each definition: others who pay, the rate without the scheme, cohorts, what changed."""

import datetime
from decimal import Decimal

from contracts.domain import particular_words, words
from contracts.domain.clauses import Outcome
from contracts.domain.lint.on_outcomes import FRAMEWORK, NAO, OLDEST_BASELINE_YEARS, WEBSTER_2016, names, paid_outcomes
from contracts.domain.lint.on_targets import is_better, name_of, rates
from contracts.domain.lint.remarks import Case, Check, Said, breaks, look_again, meets, worst
from contracts.domain.particulars import ONE_DAY

NOUGHT, ONE = Decimal(0), Decimal(1)


def others_who_pay(case: Case) -> Said:
    """Where somebody else pays for the same person, one result may be paid for twice."""
    found = []
    for outcome in paid_outcomes(case):
        payers = outcome.particulars.also_paid
        told = f"“{outcome.name}” is also paid for by {words.listed(map(particular_words.also_paid, payers))}."
        if any(one.overlap is None for one in payers):
            found.append(look_again(told, "Find out for how many of the same people each of them pays."))
        elif any(one.overlap for one in payers):
            found.append(look_again(told, "Agree with them who pays for which result, or buy it together."))
    return worst(found, meets("Nobody else is said to pay for the same people."))


def without_measured(case: Case) -> Said:
    """The rate without the scheme is stated with method, source, date and interval."""
    year, found = case.terms.effective_from.year, []
    for outcome in paid_outcomes(case):
        missing = _missing(outcome)
        measured_on = outcome.particulars.non_intervention.measured_on
        if missing:
            why = f"The rate without the scheme of “{outcome.name}” lacks its {words.listed(missing)}."
            found.append(look_again(why, "State it, or say in the data issues why it cannot be known."))
        elif measured_on and year - measured_on.year > OLDEST_BASELINE_YEARS:
            why = f"What “{outcome.name}” reaches without the scheme was measured on {words.day(measured_on)}."
            found.append(look_again(why, f"Measure it anew: within {OLDEST_BASELINE_YEARS} years of the beginning."))
    return worst(found, meets("Every rate without the scheme has its method, source, date and interval."))


def _missing(outcome: Outcome) -> list[str]:
    stated = outcome.particulars.non_intervention
    asked = {
        "figure": stated.rates,
        "method": stated.method,
        "source": stated.source or any(one.range.source for one in stated.rates),
        "date": stated.measured_on,
        "interval": not stated.rates or any(one.range.low < one.range.high for one in stated.rates),
    }
    return [what for what, answer in asked.items() if not answer]


def beyond_interval(case: Case) -> Said:
    """A target inside the interval of the rate without the scheme may be reached by chance."""
    found = []
    for target in rates(case):
        without = case.reckoning.without(target)
        if without is None or without.low == without.high:
            continue
        higher = case.terms.outcome(target.outcome).direction == "higher"
        edge = without.high if higher else without.low
        told = (
            f"{name_of(target, case)}: the target is {words.percent(target.value)}; without the scheme it lies between "
            f"{words.percent(without.low)} and {words.percent(without.high)}."
        )
        if not is_better(target.value, edge, target, case):
            found.append(look_again(told, "Set the target beyond the interval, or measure more exactly."))
        else:
            found.append(meets(told))
    return worst(found, meets("No interval is stated that a target could lie in."))


def deadweight_follows(case: Case) -> Said:
    """Of those who reach an outcome, as many would have done so anyway as the two rates say."""
    found = []
    for outcome in paid_outcomes(case):
        without, expected = outcome.particulars.non_intervention.rate(None), case.reckoning.rate(outcome.code, "")
        conceded = outcome.deadweight
        if outcome.direction != "higher" or conceded.method != "conceded" or without is None or expected is None:
            continue
        if not expected.expected:
            continue
        share = min(ONE, without.expected / expected.expected)
        given = Decimal(conceded.share.numerator) / Decimal(conceded.share.denominator)
        told = (
            f"Of those who reach “{outcome.name}” ({words.percent(expected.expected)} expected), "
            f"{words.percent(share)} would anyway ({words.percent(without.expected)}); {words.percent(given)} is "
            "conceded."
        )
        if given < share:
            found.append(look_again(told, "Concede what would happen anyway, or say why less is taken off."))
        else:
            found.append(meets(told))
    return worst(found, meets("No share is conceded that could be held against a rate without the scheme."))


def cohort_closes(case: Case) -> Said:
    found = []
    for outcome in paid_outcomes(case):
        stated = outcome.particulars
        if not stated.closes:
            why = f"“{outcome.name}” does not say when a cohort is closed."
            found.append(look_again(why, "Say it: rates of groups that still grow cannot be compared."))
        elif stated.closes == ONE_DAY and stated.closes_on and _after_end(case, stated.closes_on):
            why = f"The cohort of “{outcome.name}” closes on {words.day(stated.closes_on)}, after the version ends."
            found.append(breaks(why, "Close it before the end, so that its results can still be reached."))
    return worst(found, meets("Every outcome that is paid for says when its cohort is closed."))


def _after_end(case: Case, day: datetime.date) -> bool:
    end = case.terms.effective_to
    return end is not None and day > end


def changes_told(case: Case) -> Said:
    """A definition that differs from the one before says what changed, and why."""
    changed = case.circumstances.changed_outcomes
    silent = [one for one in case.terms.outcomes if one.code in changed and not one.particulars.changes]
    if silent:
        return look_again(
            f"{names(silent)} {'is' if len(silent) == 1 else 'are'} defined otherwise than in the version before, and "
            "nothing says why.",
            "Write what changed and why, so that results before and after are not read as one.",
        )
    told = "Every changed definition says what changed." if changed else "No definition was changed."
    return meets(told)


def reasons_kept(case: Case) -> Said:
    silent = [one for one in paid_outcomes(case) if not one.particulars.rationale]
    if silent:
        return look_again(
            f"{names(silent)} {'does' if len(silent) == 1 else 'do'} not say why it is defined so.",
            "Write what was weighed, for those who will change it one day.",
        )
    return meets("Every outcome that is paid for says why it is defined so.")


def tried_by_two(case: Case) -> Said:
    """Two people who apply the definition to the same written cases come to the same answers."""
    found = []
    for outcome in paid_outcomes(case):
        result = case.circumstances.tried.get(outcome.code)
        if result is None or not result.current:
            why = "has not been tried" if result is None else "has been worded otherwise since it was tried"
            told = f"“{outcome.name}” {why}."
            found.append(look_again(told, "Have two people decide twenty written cases, each for themselves."))
            continue
        kappa = "" if result.kappa is None else f" (kappa {result.kappa:.2f})"
        told = f"Two people decided {result.agreed} of {result.cases} cases of “{outcome.name}” alike{kappa}."
        cure = "Look at the cases on which they differ, word the definition anew, and try it again."
        if result.is_unclear:
            found.append(breaks(told, cure))
        else:
            found.append(meets(told) if result.is_clear else look_again(told, cure))
    return worst(found, meets("No outcome is paid for."))


CHECKS = (
    Check("tried_by_two", "Two people come to the same answer", WEBSTER_2016, "outcomes", tried_by_two),
    Check("others_who_pay", "One result is paid for once", WEBSTER_2016, "outcomes", others_who_pay),
    Check(
        "without_measured",
        "The rate without the scheme is measured, with its interval",
        WEBSTER_2016,
        "outcomes",
        without_measured,
    ),
    Check("beyond_interval", "The target is beyond what chance explains", NAO, "targets", beyond_interval),
    Check("deadweight_follows", "What is conceded follows from the rates", NAO, "outcomes", deadweight_follows),
    Check("cohort_closes", "It is known when a cohort is closed", WEBSTER_2016, "outcomes", cohort_closes),
    Check("changes_told", "A changed definition says why", FRAMEWORK, "outcomes", changes_told),
    Check("reasons_kept", "Why it is defined so is kept", FRAMEWORK, "outcomes", reasons_kept),
)

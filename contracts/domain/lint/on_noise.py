"""The check that pay does not hang on what chance moves: few people, one line, a test of significance."""

from collections.abc import Iterator
from decimal import Decimal

from contracts.domain import metric_words, words
from contracts.domain.lint.on_targets import Z_SQUARED
from contracts.domain.lint.remarks import Case, Check, Said, look_again, meets, worst
from contracts.domain.metric_rules import GROWTH, POINTS, CohortReduction
from contracts.domain.rules import COUNTED

SIMULATION = "Social Market Foundation, Paying for results, 2013"
FEWEST_FOR_A_COUNTED_DEADWEIGHT = 60


def pay_not_noisy(case: Case) -> Said:
    """Pay should not hang on chance: a test of significance, one line too near, a counted deadweight of few people."""
    found = [*_tested(case), *_near_lines(case), *_counted(case)]
    return worst(found, meets("No payment hangs on a measured difference."))


def _tested(case: Case) -> Iterator[Said]:
    tested = [one for one in case.terms.rules if isinstance(one, CohortReduction) and one.confidence is not None]
    if tested:
        pay = "pays" if len(tested) == 1 else "pay"
        yield look_again(
            f"{words.listed(f'“{one.name}”' for one in tested)} {pay} nothing for a change that chance may explain, so "
            "that much good work earns nothing and a large cohort earns what a small one does not.",
            "Pay for verified results less a conceded share, and keep tests of significance for claims of impact.",
        )


def _near_lines(case: Case) -> Iterator[Said]:
    """A line at which pay jumps lies further from the baseline than a figure moves by chance."""
    for rule in case.terms.rules:
        if not isinstance(rule, CohortReduction) or rule.confidence is not None:
            continue
        line = rule.trigger if rule.trigger is not None else rule.pooled_trigger
        grows_from_nothing = rule.pays == GROWTH and not rule.amount and not rule.clawback
        if line and not grows_from_nothing:
            yield _near_line(rule, case)


def _near_line(rule: CohortReduction, case: Case) -> Said:
    line = rule.trigger if rule.trigger is not None else rule.pooled_trigger
    assert line is not None
    told = f"“{rule.name}” turns on a {metric_words.way(case.terms, rule.metric).noun} of "
    told += metric_words.fall(rule, line, case.terms)
    known = _baseline(rule, case), _variance(rule, case)
    if known[0] is None or known[1] is None:
        why = f"{told}; how far a figure moves by chance is not known."
        return look_again(why, "Enter the baseline, and how many people one figure counts, among the assumptions.")
    baseline, variance = known[0], known[1]
    share = Decimal(line.numerator) / Decimal(line.denominator)
    gap = share if rule.measure == POINTS else share * baseline
    seen = (Z_SQUARED * variance).sqrt()
    as_share = case.terms.metric(rule.metric).is_share
    say = words.percent if as_share else (lambda value: f"{value:,.2f}")
    told += f", {say(gap)} from the baseline; one figure can show a change of {say(seen)} or more."
    if seen > gap:
        cure = "Put cohorts together, or let the sum grow from nothing, so that chance moves little of it."
        return look_again(told, cure)
    return meets(told)


def _baseline(rule: CohortReduction, case: Case) -> Decimal | None:
    """The figure without the scheme, as stated or as the rule fixes it."""
    stated = case.terms.assumptions.metric(rule.metric)
    if stated is not None and stated.base is not None:
        return stated.base
    if rule.against.value is not None:
        return Decimal(rule.against.value.numerator) / Decimal(rule.against.value.denominator)
    other = case.terms.assumptions.metric(rule.against.metric) if rule.against.metric else None
    return other.range.expected if other is not None and other.range is not None else None


def _variance(rule: CohortReduction, case: Case) -> Decimal | None:
    """The variance of one figure around the baseline, as the simulator draws it; None where it is not stated.

    Where only all cohorts together have a line, a figure counts the people of all of them.
    """
    stated, baseline = case.terms.assumptions.metric(rule.metric), _baseline(rule, case)
    if stated is None or baseline is None:
        return None
    if stated.people is None:
        if stated.dispersion is not None:
            return baseline * stated.dispersion
        return None if stated.spread is None else stated.spread**2
    people = Decimal(stated.people * (len(rule.cohorts) if rule.trigger is None else 1))
    if stated.dispersion is not None:
        return baseline * stated.dispersion / people
    return max(Decimal(0), baseline * (1 - baseline)) / people


def _counted(case: Case) -> Iterator[Said]:
    counted = [one for one in case.terms.rules if case.terms.deadweight_of(one).method == COUNTED]
    if not counted:
        return
    starts = case.terms.assumptions.starts
    if starts is None or starts.low < FEWEST_FOR_A_COUNTED_DEADWEIGHT:
        many = f"{starts.low:,.0f} people may start in a year" if starts else "It is not known how many start in a year"
        yield look_again(
            f"{many}, and “{counted[0].name}” takes off a counted deadweight.",
            "Concede a fixed share instead where few people start.",
        )
    else:
        yield meets(f"At least {starts.low:,.0f} people start in a year where deadweight is counted.")


CHECKS = (Check("pay_not_noisy", "Pay does not hang on chance", SIMULATION, "rules", pay_not_noisy),)

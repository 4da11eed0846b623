"""Checks on what is expected: targets against baseline and evidence, and whether they can be told from chance."""

from decimal import Decimal

from contracts.domain import words
from contracts.domain.lint.on_outcomes import NAO, paid_outcomes
from contracts.domain.lint.remarks import Case, Check, Said, breaks, look_again, meets, worst
from contracts.domain.terms import Target

COHORTS = "National Audit Office, on the measure of the Work Programme, 2014"
STATISTICS = "Test of one proportion, two-sided 5%, power 80%"
Z_SQUARED = Decimal("7.8489")  # (1.959964 + 0.841621)²


def name_of(target: Target, case: Case) -> str:
    found = words.outcome_name(case.terms, target.outcome)
    return f"“{found}”, {words.segment_name(case.terms, target.segment)}" if target.segment else f"“{found}”"


def rates(case: Case) -> list[Target]:
    return [target for target in case.terms.targets if target.measure == "rate"]


def is_better(value: Decimal, than: Decimal, target: Target, case: Case) -> bool:
    higher = case.terms.outcome(target.outcome).direction == "higher"
    return value > than if higher else value < than


def outcomes_have_targets(case: Case) -> Said:
    known = {target.outcome for target in case.terms.targets}
    found = [
        look_again(f"“{outcome.name}” is paid for and has no target.", "Set what is expected of it.")
        for outcome in paid_outcomes(case)
        if outcome.code not in known
    ]
    return worst(found, meets("Every outcome that is paid for has a target."))


def above_baseline(case: Case) -> Said:
    found = []
    for target in rates(case):
        baseline = case.reckoning.baseline(target)
        if baseline is None:
            cure = "Enter the level without the programme."
            found.append(look_again(f"{name_of(target, case)}: the baseline is not known.", cure))
        elif not is_better(target.value, baseline, target, case):
            found.append(
                breaks(
                    f"{name_of(target, case)}: the target is {words.percent(target.value)}, and without the programme "
                    f"it would be {words.percent(baseline)}.",
                    "Set the target beyond what would happen anyway.",
                )
            )
    return worst(found, meets("Every target lies beyond what would happen anyway."))


def within_evidence(case: Case) -> Said:
    found = []
    for target in rates(case):
        assumed = case.terms.assumptions.rate(target.outcome, target.segment or "")
        if assumed is None:
            cure = "Enter what the evidence leads one to expect, among the assumptions."
            found.append(look_again(f"{name_of(target, case)}: no range of evidence is stated.", cure))
            continue
        best = assumed.high if case.terms.outcome(target.outcome).direction == "higher" else assumed.low
        told = (
            f"{name_of(target, case)}: the target is {words.percent(target.value)}; the evidence goes from "
            f"{words.percent(assumed.low)} to {words.percent(assumed.high)}"
            + (f" ({assumed.source})." if assumed.source else ".")
        )
        if is_better(target.value, best, target, case):
            found.append(breaks(told, "Set a target that somebody has reached, or show why this time is different."))
        elif not assumed.source:
            found.append(look_again(told, "Say where the range comes from."))
    return worst(found, meets("Every target lies within the range of the evidence."))


def minimum_levels(case: Case) -> Said:
    found = []
    for target in case.terms.targets:
        if target.minimum is None:
            cure = "Say below which level the intervention begins."
            found.append(look_again(f"{name_of(target, case)} has no minimum performance level.", cure))
            continue
        baseline = case.reckoning.baseline(target) if target.measure == "rate" else None
        if baseline is not None and not is_better(target.minimum, baseline, target, case):
            found.append(
                look_again(
                    f"{name_of(target, case)}: the minimum is {words.percent(target.minimum)}, no better than the "
                    f"{words.percent(baseline)} without the programme.",
                    "Set the minimum beyond the baseline.",
                )
            )
    return worst(found, meets("Every target has a minimum performance level beyond the baseline."))


def paths_given(case: Case) -> Said:
    found = [
        look_again(
            f"{name_of(target, case)}: no path says how far a cohort should be when.",
            "Enter the expected path, so that young cohorts are not taken for failing ones.",
        )
        for target in rates(case)
        if not target.maturity
    ]
    return worst(found, meets("Every rate has the path on which a cohort is expected to reach it."))


def questions_named(case: Case) -> Said:
    found = [
        look_again(f"{name_of(target, case)} names no stage.", "Say which stage a shortfall would question, and why.")
        for target in case.terms.targets
        if not target.questions_stages
    ]
    return worst(found, meets("Every target names the stages that a shortfall would question."))


def people_of(target: Target, case: Case) -> Decimal | None:
    """How many start in a year within the target's segment, as expected."""
    starts = case.terms.assumptions.starts
    shares = case.reckoning.shares()
    if starts is None:
        return None
    if target.segment is None:
        return starts.expected
    return starts.expected * shares[target.segment] if shares and target.segment in shares else None


def smallest_detectable(people: Decimal, share: Decimal) -> Decimal:
    """The smallest change of a share that so many people can tell from chance: √(z² × share × (1 − share) ÷ people)."""
    return (Z_SQUARED * share * (1 - share) / people).sqrt()


def large_enough(case: Case) -> Said:
    found = []
    for target in rates(case):
        baseline, people = case.reckoning.baseline(target), people_of(target, case)
        if baseline is None or not people or not 0 < baseline < 1:
            cure = "Enter the baseline, how many start in a year, and the planned mix."
            found.append(look_again(f"{name_of(target, case)}: power cannot be worked out.", cure))
            continue
        gap, seen = abs(target.value - baseline), smallest_detectable(people, baseline)
        told = (
            f"{name_of(target, case)}: {people:,.0f} people a year can show a change of {seen * 100:.1f} points, and "
            f"the target is {gap * 100:.1f} points from the baseline."
        )
        if seen > gap:
            cure = "Pool cohorts by a rule fixed now, and claim no effect from one year alone."
            found.append(look_again(told, cure))
        else:
            found.append(meets(told))
    return worst(found, meets("No target is a rate."))


CHECKS = (
    Check("outcomes_have_targets", "Performance expectations are clear", NAO, "targets", outcomes_have_targets),
    Check("above_baseline", "Outcomes are challenging", NAO, "targets", above_baseline),
    Check("within_evidence", "Outcomes are achievable", NAO, "targets", within_evidence),
    Check("minimum_levels", "Too low is defined before it happens", NAO, "targets", minimum_levels),
    Check("paths_given", "Closed cohorts are held against a path", COHORTS, "targets", paths_given),
    Check(
        "questions_named",
        "A shortfall leads back to the stage that caused it",
        "Johnstone, framework for Payment by Results, 2017",
        "targets",
        questions_named,
    ),
    Check("large_enough", "There are enough people to tell", STATISTICS, "targets", large_enough),
)

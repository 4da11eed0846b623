"""Checks on pay by measured figures: whose figures they are, when they fall due, and what a share is taken of."""

import dataclasses
from collections.abc import Iterator
from decimal import Decimal

from contracts.domain import words
from contracts.domain.clauses import Outcome
from contracts.domain.lint.on_outcomes import NAO, PROBATION
from contracts.domain.lint.remarks import BREAKS, LOOK_AGAIN, MEETS, Case, Check, Said, breaks, look_again, meets, worst
from contracts.domain.metric_rules import BandedMetric, Cohort, CohortReduction, MetricRule, SavingShare, agents_of
from contracts.domain.rules import Rule, outcomes_of

CONTRACTS = "Webster, Getting Payment by Results contracts right"
BESIDE = "Add what the figures are expected to bring, or try the contract in a simulation."


def names(rules: list[MetricRule]) -> str:
    return words.listed(f"“{rule.name}”" for rule in rules)


def of_metrics(case: Case) -> list[MetricRule]:
    return [rule for rule in case.terms.rules if isinstance(rule, MetricRule)]


def of_cohorts(rules: tuple[Rule, ...]) -> Iterator[tuple[CohortReduction | SavingShare, Cohort]]:
    """Every cohort of the rules, with its rule."""
    for rule in rules:
        if isinstance(rule, CohortReduction | SavingShare):
            for cohort in rule.cohorts:
                yield rule, cohort


def without_figures(case: Case, said: Said, *, can_only_grow: bool = True) -> Said:
    """A remark on what starts and results bring, where measured figures are paid for too: they are not counted in it.

    `can_only_grow`: what is found wrong stays wrong when the figures are added; otherwise it has to be looked at.
    """
    rules = of_metrics(case)
    if not rules:
        return said
    verdict = said.verdict
    if verdict == MEETS or (verdict == BREAKS and not can_only_grow):
        verdict = LOOK_AGAIN
    pay = "pays" if len(rules) == 1 else "pay"
    why = f"{said.why} What {names(rules)} {pay} by measured figures is not counted in it."
    return dataclasses.replace(said, verdict=verdict, why=why, cure=f"{said.cure} {BESIDE}".strip())


def own_figures(case: Case) -> Said:
    """An agent that is paid by the figure of all of them is paid for what others did."""
    shared = {metric.code for metric in case.terms.metrics if not metric.per_agent}
    found = [
        look_again(
            f"“{rule.name}” pays each of {len(agents)} agents the whole{_up_to(rule)} by one figure for all of them.",
            "Measure the figure for each agent, or divide the sum by their number.",
        )
        for rule in of_metrics(case)
        if rule.metric in shared and len(agents := agents_of(rule, case.terms.agents)) > 1
    ]
    return worst(found, meets("Nobody is paid by a figure that others have made."))


def paid_once(case: Case) -> Said:
    """What a figure shows is paid by one rule, and not by the period, for the cohort and for the result too."""
    banded = [rule for rule in case.terms.rules if isinstance(rule, BandedMetric)]
    found = []
    for rule in case.terms.rules:
        if isinstance(rule, CohortReduction | SavingShare):
            same = [one for one in banded if one.metric == rule.metric]
            if same:
                found.append(
                    breaks(
                        f"{names([*same, rule])} both pay by “{case.terms.metric(rule.metric).name}”: the same change "
                        "is paid period by period, and once more for the cohort.",
                        "Pay it by one of them, or by another metric.",
                    )
                )
    for rule in of_metrics(case):
        for outcome in _counted_in(rule.metric, case):
            paying = [one.name for one in case.terms.rules if outcome.code in outcomes_of(one)]
            if paying:
                pays = "pays" if len(paying) == 1 else "pay"
                found.append(
                    look_again(
                        f"“{rule.name}” pays by a figure that counts “{outcome.name}”, and "
                        f"{words.listed(f'“{name}”' for name in paying)} {pays} for each of them.",
                        "Say why a result is to bring more in numbers than it does by itself, or pay it once.",
                    )
                )
    return worst(found, meets("Nothing that a figure shows is paid twice."))


def _counted_in(metric: str, case: Case) -> list[Outcome]:
    """The outcomes that a metric counts: the one that its figures are expected to be counted from, or of its words."""
    expected, words_of = case.terms.assumptions.metric(metric), case.terms.metric(metric).numerator.strip().lower()
    return [
        one
        for one in case.terms.outcomes
        if (expected is not None and one.code == expected.outcome)
        or (words_of and words_of == one.numerator.strip().lower())
    ]


def _up_to(rule: MetricRule) -> str:
    """The most that the rule names as a sum of money, in brackets; nothing where it pays shares."""
    if isinstance(rule, BandedMetric):
        most = max((band.amount for band in rule.bands if band.amount is not None), default=Decimal(0))
    elif isinstance(rule, CohortReduction):
        most = rule.ceiling
    else:
        most = Decimal(0)
    return f" (up to {words.money(most)})" if most > 0 else ""


def cohorts_within_term(case: Case) -> Said:
    """A cohort that falls due when no version is in force is never paid."""
    end = case.terms.effective_to
    if end is None or case.circumstances.followed:
        return meets("Nothing ends before the cohorts fall due.")
    found = [
        breaks(
            f"“{cohort.name}” of “{rule.name}” falls due on {words.day(cohort.due_on)}, after the version ends on "
            f"{words.day(end)}: nothing would be owed for it.",
            "Let the version run until the last cohort is due, or let the cohort fall due earlier.",
        )
        for rule, cohort in of_cohorts(case.terms.rules)
        if cohort.due_on > end
    ]
    return worst(found, meets("Every cohort falls due before the version ends."))


def base_complete(case: Case) -> Said:
    """A share is taken of what has been paid by the day on which the cohort is due."""
    ends = {period.code: period.ends_on for period in case.terms.periods}
    found = []
    for rule, cohort in of_cohorts(case.terms.rules):
        late = [code for code in cohort.periods if ends[code] > cohort.due_on]
        if late and isinstance(rule, CohortReduction) and rule.base:
            found.append(
                breaks(
                    f"“{rule.name}” takes a share of what is paid in {words.plural(len(cohort.periods), 'period')} for "
                    f"“{cohort.name}”, and {words.listed(late)} {'ends' if len(late) == 1 else 'end'} after it falls "
                    f"due on {words.day(cohort.due_on)}.",
                    "Let the cohort fall due after the last of its periods, or take the later periods out.",
                )
            )
    return worst(found, meets("Every share is taken of periods that have ended."))


CHECKS = (
    Check("own_figures", "An agent is paid for its own figures", NAO, "rules", own_figures),
    Check("figures_paid_once", "What a figure shows is paid for once", NAO, "rules", paid_once),
    Check("cohorts_within_term", "Every cohort falls due within the term", CONTRACTS, "rules", cohorts_within_term),
    Check("base_complete", "A share is taken of what is whole", PROBATION, "rules", base_complete),
)

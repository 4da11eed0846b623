"""Checks on what the contract pays for: purpose, outcomes, their six characteristics, what they push aside."""

from collections.abc import Callable

from contracts.domain import characteristics, words
from contracts.domain.clauses import Outcome
from contracts.domain.lint.remarks import Case, Check, Said, breaks, look_again, meets, worst
from contracts.domain.metric_rules import MetricRule
from contracts.domain.rules import AttachmentFee, OutcomeFee, outcomes_of

WEBSTER_2013 = "Webster, commandments of Payment by Results, 2013"
WEBSTER_2016 = "Webster, six characteristics of a successful outcome measure, 2016"
NAO = "National Audit Office, Outcome-based payment schemes, 2015"
FRAMEWORK = "Johnstone, framework for Payment by Results, 2017"
PROBATION = "Statistics of the probation companies, 2015 to 2020"
FEW, MANY = 3, 6
MOST_CONDITIONS = 4
OLDEST_BASELINE_YEARS = 5


def paid_outcomes(case: Case) -> list[Outcome]:
    """The outcomes that a rule pays for, in the order of the contract."""
    paid = {code for rule in case.terms.rules for code in outcomes_of(rule)}
    return [outcome for outcome in case.terms.outcomes if outcome.code in paid]


def paid_metrics(case: Case) -> set[str]:
    """The metrics that rules pay by; comparators and hurdles are not counted."""
    return {rule.metric for rule in case.terms.rules if isinstance(rule, MetricRule)}


def names(outcomes: list[Outcome]) -> str:
    return words.listed(f"“{outcome.name}”" for outcome in outcomes)


def one_purpose(case: Case) -> Said:
    signs = case.circumstances.signs_of_several_aims
    if signs is None:
        return look_again("No purpose is written at stage 1.", "Write the one thing that the programme is for.")
    if signs:
        return look_again(
            f"The purpose reads as several aims: {' '.join(signs)}", "Keep the one aim that the payments are for."
        )
    return meets("The purpose reads as one aim.")


def few_outcomes(case: Case) -> Said:
    outcomes, metrics = len(paid_outcomes(case)), len(paid_metrics(case))
    number = outcomes + metrics
    if not number:
        return breaks("No outcome is paid for.", "Write a payment rule for the outcome that matters.")
    counted = [words.plural(outcomes, "outcome")] if outcomes else []
    counted += [words.plural(metrics, "metric")] if metrics else []
    found = f"{words.listed(counted)} {'is' if number == 1 else 'are'} paid for"
    if number > MANY:
        return breaks(f"{found}; more than {MANY} thin each other out.", "Keep the few that carry the purpose.")
    if number > FEW:
        return look_again(f"{found}; {FEW} or fewer are easier to steer by.", "Ask of each what would be lost without.")
    return meets(f"{found}.")


def simple_metrics(case: Case) -> Said:
    found = []
    for rule in case.terms.rules:
        if isinstance(rule, OutcomeFee):
            conditions = len(rule.routes) - 1 + len(rule.top_ups) + len(rule.prerequisites)
            conditions += bool(rule.qualifying_weeks) + len(rule.spans) + bool(rule.waiting_working_days)
            if conditions > MOST_CONDITIONS:
                why = f"“{rule.name}” has {conditions} routes, top-ups and conditions."
                found.append(look_again(why, "Drop what nobody could explain to a participant."))
    return worst(found, meets(f"No rule has more than {MOST_CONDITIONS} routes, top-ups and conditions."))


def paid_milestones(case: Case) -> Said:
    milestones = [outcome for outcome in paid_outcomes(case) if outcome.kind == "milestone"]
    if not milestones:
        return meets("No milestone is paid for.")
    if len(milestones) == len(paid_outcomes(case)):
        return breaks("Only milestones are paid for.", "Pay for the outcome that the milestones lead to.")
    return look_again(
        f"{names(milestones)} {'is a milestone' if len(milestones) == 1 else 'are milestones'} and paid for.",
        "Pay for the outcome itself, and watch the milestone without paying for it.",
    )


def characteristic(code: str) -> Callable[[Case], Said]:
    """The check that every paid outcome has one of the six characteristics."""

    def check(case: Case) -> Said:
        found = []
        for outcome in paid_outcomes(case):
            by_code = {one.code: one for one in characteristics.judge(outcome, case.terms.segments)}
            if missing := by_code[code].missing:
                found.append(breaks(f"“{outcome.name}” does not meet it.", " ".join(missing)))
        return worst(found, meets("Every outcome that is paid for meets it."))

    return check


def agent_checks_itself(case: Case) -> Said:
    agents = {code.lower() for code in case.terms.agents}
    found = [
        breaks(
            f"“{outcome.name}” is checked by {outcome.validator}, an agent.", "Name somebody who is not paid for it."
        )
        for outcome in paid_outcomes(case)
        if outcome.validator.strip().lower() in agents | {"agent", "the agent", "provider", "the provider"}
    ]
    return worst(found, meets("No agent is named as the one who checks its own claims."))


def deadweight_left_out(case: Case) -> Said:
    free = [
        outcome
        for outcome in paid_outcomes(case)
        if any(
            not case.terms.deadweight_of(rule).share
            for rule in case.terms.rules
            if not isinstance(rule, AttachmentFee) and outcome.code in outcomes_of(rule)
        )
    ]
    found = [
        look_again(
            f"“{outcome.name}” is paid in full, whatever would have happened anyway"
            + (f" ({outcome.deadweight.source})." if outcome.deadweight.source else ", and no reason is given."),
            "Concede a share of results, or show that hardly anybody would succeed without the programme.",
        )
        for outcome in free
    ]
    return worst(found, meets("Something is taken off every outcome for what would have happened anyway."))


def baselines_fresh(case: Case) -> Said:
    year = case.terms.effective_from.year
    found = []
    for outcome in paid_outcomes(case):
        baseline = outcome.baseline
        if baseline.value is None:
            cure = "Measure the level without the programme, and enter it with source and year."
            found.append(look_again(f"“{outcome.name}” has no baseline.", cure))
        elif baseline.year is None or year - baseline.year > OLDEST_BASELINE_YEARS:
            age = f"of {baseline.year}" if baseline.year else "of an unknown year"
            why = f"The baseline of “{outcome.name}” is {age}; the version begins in {year}."
            found.append(look_again(why, f"Measure it anew: within {OLDEST_BASELINE_YEARS} years of the beginning."))
    return worst(found, meets(f"Every baseline is at most {OLDEST_BASELINE_YEARS} years old."))


def binary_paired(case: Case) -> Said:
    """A share of people that is to fall can fall while those who are left do it more often."""
    frequency = [outcome for outcome in case.terms.outcomes if outcome.kind == "frequency"]
    alone = [one for one in paid_outcomes(case) if one.kind == "binary" and one.direction == "lower"]
    if not alone:
        return meets("No outcome counts people of whom fewer are to do something.")
    if frequency:
        return meets(f"{names(alone)}: read beside {names(frequency)}.")
    return breaks(
        f"{names(alone)} counts people, and nothing counts how often it happens.",
        "Define how often it happens as an outcome too, paid or not, so that both are shown together.",
    )


def lasting(case: Case) -> Said:
    kinds = {outcome.kind for outcome in paid_outcomes(case)}
    windows = [one for one in paid_outcomes(case) if one.kind == "binary" and one.window_days and one.window_days < 90]
    if "sustained" in kinds or any(rule.kind == "sustainment_fee" for rule in case.terms.rules):
        return meets("Results that last are paid for.")
    if windows:
        return look_again(
            f"{names(windows)} counts within less than 90 days, and nothing asks whether it lasts.",
            "Ask for the result some months later, paid or at least recorded.",
        )
    return meets("Every outcome is followed for 90 days or more.")


SIX = tuple(
    Check(
        f"six_{code}",
        f"Every outcome that is paid for is: {name.lower()}",
        WEBSTER_2016,
        "outcomes",
        characteristic(code),
    )
    for code, name in characteristics.SIX.items()
)
CHECKS = (
    Check("one_purpose", "One purpose for one scheme", WEBSTER_2013, "", one_purpose),
    Check("few_outcomes", "Few outcomes", WEBSTER_2013, "outcomes", few_outcomes),
    Check("simple_metrics", "Simple metrics", WEBSTER_2013, "rules", simple_metrics),
    Check("paid_milestones", "No paid milestones that displace the outcome", WEBSTER_2013, "outcomes", paid_milestones),
    *SIX,
    Check("agent_checks_itself", "Nobody validates their own claims", FRAMEWORK, "outcomes", agent_checks_itself),
    Check(
        "deadweight_left_out", "What would have happened anyway is not paid for", NAO, "outcomes", deadweight_left_out
    ),
    Check("baselines_fresh", "Expectations rest on a baseline that holds", NAO, "outcomes", baselines_fresh),
    Check("binary_paired", "People and events are counted side by side", PROBATION, "outcomes", binary_paired),
    Check("lasting", "A result has to last", "Department for Work and Pensions, Work Programme", "outcomes", lasting),
)

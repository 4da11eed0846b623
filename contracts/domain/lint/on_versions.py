"""Checks on the step from one version to the next: what one has left and the other not taken up is owed by neither."""

from decimal import Decimal

from contracts.domain import words
from contracts.domain.lint.on_metrics import of_cohorts
from contracts.domain.lint.remarks import Case, Check, Said, breaks, look_again, meets, worst
from contracts.domain.period_rules import ServiceFee
from contracts.domain.periods import DAY

OWED_BY = "How amounts fall due: each by the version in force on its day"
FIRST = "There is no version before this one."


def fees_taken_up(case: Case) -> Said:
    """A fee in arrears is owed on the last day of a period, one in advance on the first."""
    before, terms = case.circumstances.before, case.terms
    if before is None:
        return meets(FIRST)
    earlier = {rule.code: rule for rule in before.rules if isinstance(rule, ServiceFee)}
    periods = {one.code: one for one in (*before.periods, *terms.periods)}.values()
    cut = next((one for one in periods if one.starts_on < terms.effective_from <= one.ends_on), None)
    found = []
    for rule in terms.rules:
        old = earlier.get(rule.code)
        if isinstance(rule, ServiceFee) and old and cut and old.in_arrears and not rule.in_arrears:
            amount = sum((old.amount(agent) for agent in before.agents), Decimal(0))
            found.append(
                breaks(
                    f"“{rule.name}” was owed at the end of a period and is now owed at its beginning. The version "
                    f"takes effect on {words.day(terms.effective_from)}, within {cut.code}, whose "
                    f"{words.money(amount)} is then owed by neither version.",
                    f"Start the version on {words.day(cut.starts_on)} or {words.day(cut.ends_on + DAY)}, or leave the "
                    "fee in arrears.",
                )
            )
    return worst(found, meets("Every fee is owed by this version or the one before."))


def cohorts_taken_up(case: Case) -> Said:
    """A cohort that was not due under the version before is due under this one."""
    before = case.circumstances.before
    if before is None:
        return meets(FIRST)
    now = {(rule.code, cohort.code): cohort for rule, cohort in of_cohorts(case.terms.rules)}
    start, found = case.terms.effective_from, []
    for rule, cohort in of_cohorts(before.rules):
        if cohort.due_on < start:
            continue
        taken = now.get((rule.code, cohort.code))
        told = f"“{cohort.name}” of “{rule.name}” would have fallen due on {words.day(cohort.due_on)} under "
        told += f"version {before.number}"
        if taken is None:
            cure = "Take the cohort up, or agree with the agents that it is no longer paid."
            found.append(look_again(f"{told}, and this version does not name it.", cure))
        elif taken.due_on < start:
            found.append(
                breaks(
                    f"{told}, and falls due on {words.day(taken.due_on)} under this one, which takes effect on "
                    f"{words.day(start)}: it is owed by neither.",
                    f"Let it fall due on {words.day(start)} or later.",
                )
            )
    return worst(found, meets("Every cohort is owed by this version or the one before."))


CHECKS = (
    Check("fees_taken_up", "No fee falls between two versions", OWED_BY, "rules", fees_taken_up),
    Check("cohorts_taken_up", "No cohort falls between two versions", OWED_BY, "rules", cohorts_taken_up),
)

"""Checks on comparisons registered in advance: that there is one, and that those expected can answer it."""

from decimal import Decimal

from contracts.domain import comparisons, words
from contracts.domain.lint.on_outcomes import paid_outcomes
from contracts.domain.lint.on_targets import STATISTICS, smallest_detectable
from contracts.domain.lint.remarks import Case, Check, Said, look_again, meets, worst

REGISTERED = "Justice Data Lab, methods; review of its approach for the regulator of statistics"


def registered(case: Case) -> Said:
    """Every outcome that is paid for has a question that was settled before the figures were known."""
    asked = {one.outcome for one in case.terms.comparisons}
    found = [
        look_again(
            f"Of “{outcome.name}” no comparison is registered: whether the programme made a difference will be argued "
            "when the figures are known.",
            "Register what it is compared with, by which test, and the smallest difference that matters.",
        )
        for outcome in paid_outcomes(case)
        if outcome.code not in asked
    ]
    return worst(found, meets("Every outcome that is paid for has a comparison that was registered in advance."))


def can_be_answered(case: Case) -> Said:
    """A share against a fixed level needs as many people as make the difference that matters visible."""
    starts = case.terms.assumptions.starts
    found = []
    for one in case.terms.comparisons:
        if one.against != comparisons.FIXED or one.measure == comparisons.EVENTS or one.value is None:
            continue
        if starts is None or not starts.expected:
            found.append(
                look_again(f"“{one.name}”: how many will start is not stated.", "State it among the assumptions.")
            )
            continue
        least = smallest_detectable(Decimal(starts.expected), one.value)
        if least > one.matters:
            found.append(
                look_again(
                    f"“{one.name}”: {starts.expected:,.0f} people a year show a difference of {words.percent(least)} "
                    f"or more; {words.percent(one.matters)} matters, and would most likely be told as too few to say.",
                    "Put the people of several years together, or ask for a larger difference.",
                )
            )
    return worst(found, meets("The people expected in a year can show the differences that matter."))


CHECKS = (
    Check("comparisons_registered", "Comparisons settled in advance", REGISTERED, "comparisons", registered),
    Check("comparisons_answerable", "Comparisons that can be answered", STATISTICS, "comparisons", can_be_answered),
)

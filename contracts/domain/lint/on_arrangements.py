"""Checks on what is arranged beside the payments: intervention, evaluation, quality, partners, joint payers."""

from collections.abc import Callable

from contracts.domain import words
from contracts.domain.lint.on_outcomes import NAO, WEBSTER_2013
from contracts.domain.lint.remarks import BREAKS, LOOK_AGAIN, Case, Check, Said, look_again, meets

FEWEST_WORDS = 8


def stated(name: str, what: str, verdict: str) -> Callable[[Case], Said]:
    """The check that an arrangement is written down, in more than a few words."""

    def check(case: Case) -> Said:
        text = str(getattr(case.terms.assumptions, name)).strip()
        if not text:
            return Said(verdict, "Nothing is arranged.", f"Write down {what}, among the assumptions.")
        if len(text.split()) < FEWEST_WORDS:
            return look_again(f"It only says “{text}”.", f"Write down {what}: who does what, and when.")
        return meets("It is written down.")

    return check


def pays_together(case: Case) -> Said:
    """Where others are paid for the same person, the one who pays alone also pays for their work."""
    number = len(case.terms.principals)
    joined = [one for one in case.terms.outcomes if "nobody else" not in one.attribution.lower() and one.attribution]
    if number > 1:
        return meets(f"{words.plural(number, 'principal')} pay together.")
    if any("other" in one.attribution.lower() and "no other" not in one.attribution.lower() for one in joined):
        return look_again(
            "One principal pays, and others are said to work for the same result.",
            "Ask those who pay the others to buy this outcome together.",
        )
    return meets("One principal pays, and nobody else is said to work for the same result.")


CHECKS = (
    Check(
        "intervention_ladder",
        "There are steps of intervention",
        NAO,
        "assumptions",
        stated("intervention", "what happens, step by step, when performance is too low", BREAKS),
    ),
    Check(
        "evaluation_plan",
        "The evaluation is planned from the start",
        NAO,
        "assumptions",
        stated("evaluation", "how service and value for money will be evaluated, against what, and by when", BREAKS),
    ),
    Check(
        "quality_floor",
        "Nobody is served below a floor",
        "Webster, Getting Payment by Results contracts right",
        "assumptions",
        stated("quality_floor", "the least that every participant gets, whatever is paid for", BREAKS),
    ),
    Check(
        "risk_not_passed_down",
        "Risk is not passed down to small partners",
        "National Council for Voluntary Organisations, on subcontractors",
        "assumptions",
        stated(
            "subcontracting", "what subcontractors are paid for, when, and which risk stays with the lead", LOOK_AGAIN
        ),
    ),
    Check(
        "pays_together",
        "Commission jointly where several services are needed",
        WEBSTER_2013,
        "parties",
        pays_together,
    ),
)

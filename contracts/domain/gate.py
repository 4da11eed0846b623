"""What the contract itself says of the criteria of stage 4's gate: expectations, characteristics, liability.

The National Audit Office's expectations are read from the targets and arrangements, Webster's six characteristics from
the outcomes. Where the linter finds that a principle is broken, the criterion fails; what it only asks to look at again
is left to those who decide.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from contracts.domain import characteristics, words
from contracts.domain.lint import linter
from contracts.domain.lint.on_outcomes import paid_outcomes
from contracts.domain.lint.reckoning import Reckoning
from contracts.domain.lint.remarks import BREAKS, Case, Circumstances, Remark
from contracts.domain.terms import Terms, outcomes_of

CLEAR, ACHIEVABLE, MONITORED, EVALUATED, COVERED = (
    "clear_expectations", "above_no_intervention", "monitoring_ready", "evaluation_planned", "liability_covered",
)  # fmt: skip
PRINCIPLES = {
    "principles_of_outcomes": ("", "outcomes", "targets"),
    "principles_of_payments": ("rules", "caps", "parties"),
    "principles_of_arrangements": ("header", "periods", "assumptions"),
}
"""Criteria that nothing breaks a principle, by the parts of the contract at which the linter's checks look."""
CODES = (CLEAR, ACHIEVABLE, MONITORED, EVALUATED, COVERED, *characteristics.SIX, *PRINCIPLES)
WITH_CRITERIA = frozenset(
    {"above_baseline", "within_evidence", "intervention_ladder", "evaluation_plan", "cap_on_all", "liability_funded",
     "periods_whole", *(f"six_{code}" for code in characteristics.SIX)}
)  # fmt: skip
"""Checks for which the gate has criteria of their own: a reason to go on does not make those hold."""


def shortfalls(terms: Terms, known: Circumstances, answered: Mapping[str, str]) -> dict[str, list[str]]:
    """By code of the criterion, sentences that say what is missing and what to do; empty where it holds.

    `answered`: by code of the check, the finding (in its words) for which the Expert Body recorded why it goes on.
    """
    remarks = linter.lint(terms, known)
    found = {
        CLEAR: clear_expectations(Case(terms, known, Reckoning(terms))),
        ACHIEVABLE: broken(remarks, "above_baseline", "within_evidence"),
        MONITORED: periods_agreed(terms) + broken(remarks, "intervention_ladder"),
        EVALUATED: broken(remarks, "evaluation_plan"),
        COVERED: liability_covered(terms, known),
    }
    return found | six_characteristics(terms) | principles(remarks, answered)


def principles(remarks: Iterable[Remark], answered: Mapping[str, str]) -> dict[str, list[str]]:
    """What breaks a principle without a recorded reason to go on, by the part of the contract."""
    open_ones = [
        one
        for one in remarks
        if one.verdict == BREAKS and one.code not in WITH_CRITERIA and answered.get(one.code) != one.why
    ]
    return {
        code: [f"{one.principle}: {one.why} {one.cure}".strip() for one in open_ones if one.part in parts]
        for code, parts in PRINCIPLES.items()
    }


def broken(remarks: Iterable[Remark], *codes: str) -> list[str]:
    """What the linter says of the checks that are broken, with the cure."""
    return [f"{one.why} {one.cure}".strip() for one in remarks if one.code in codes and one.verdict == BREAKS]


def clear_expectations(case: Case) -> list[str]:
    """Every paid outcome, or one that it builds on, has a target; every target has a least level."""
    terms = case.terms
    found = ["Define at least one outcome, and what is expected of it."] if not terms.outcomes else []
    watched = {target.outcome for target in terms.targets}
    built_on = {
        outcome
        for rule in terms.rules
        if set(getattr(rule, "prerequisites", ())) & watched
        for outcome in outcomes_of(rule)
    }
    found += [
        f"“{outcome.name}” is paid for, and neither it nor what it builds on has a target. Set what is expected of it."
        for outcome in paid_outcomes(case)
        if outcome.code not in watched | built_on
    ]
    found += [
        f"The target “{target.code}” has no minimum. Say below which level somebody steps in."
        for target in terms.targets
        if target.minimum is None
    ]
    return found


def periods_agreed(terms: Terms) -> list[str]:
    """Results are judged period by period, so the periods stand in the contract."""
    return [] if terms.periods else ["No period is agreed. Set the periods at whose end results are judged."]


def liability_covered(terms: Terms, known: Circumstances) -> list[str]:
    """What may become due at most has a limit, and the funds committed at stage 2 reach it."""
    reckoning = Reckoning(terms)
    liability = reckoning.liability()
    if liability is None:
        return [" ".join(reckoning.no_limit())]
    if known.committed_funds is None:
        return [f"At most {words.money(liability)} may become due, and no funds are committed. State them at stage 2."]
    if liability > known.committed_funds:
        return [f"{liability_told(liability, known.committed_funds)} Lower the cap, or commit more at stage 2."]
    return []


def liability_told(liability: Decimal, funds: Decimal) -> str:
    return f"At most {words.money(liability)} may become due; {words.money(funds)} is committed."


def worst_case(terms: Terms, known: Circumstances) -> str:
    """The worst-case liability beside the committed funds, in a sentence; empty while one of them is not known."""
    liability = Reckoning(terms).liability()
    if liability is None or known.committed_funds is None:
        return ""
    return liability_told(liability, known.committed_funds)


def six_characteristics(terms: Terms) -> dict[str, list[str]]:
    """What each of the six characteristics still asks of the outcomes."""
    if not terms.outcomes:
        return {code: ["Define at least one outcome."] for code in characteristics.SIX}
    judged = [(outcome, characteristics.judge(outcome, terms.segments)) for outcome in terms.outcomes]
    return {
        code: [
            f"{outcome.name}: {sentence}"
            for outcome, six in judged
            for one in six
            if one.code == code
            for sentence in one.missing
        ]
        for code in characteristics.SIX
    }

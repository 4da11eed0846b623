"""The indicators: what may be gaming in an agent's figures, by which rule, and what cannot be looked for."""

from collections.abc import Mapping

from contracts.domain import question_rules
from contracts.domain.question_rules import QuestionRule
from monitoring.domain import gaming, gaming_people, gaming_results
from monitoring.domain.gaming import Indicator, Rule

INDICATORS: tuple[Indicator, ...] = (*gaming_results.INDICATORS, *gaming_people.INDICATORS)
BY_CODE: dict[str, Indicator] = {one.code: one for one in INDICATORS}
NOT_LOOKED_FOR: tuple[tuple[str, str], ...] = (
    (
        "Who is referred and does not start",
        "Referrals are not recorded one by one, nor why somebody was refused. Starts against the plan and against the "
        "year before stand for them.",
    ),
    (
        "Who was likely to succeed from the start",
        "There is no forecast for single people: segments with their own baselines stand for it.",
    ),
    (
        "What is spent a head, by segment",
        "Agents do not send their spending by segment. Contacts and results by segment stand for it.",
    ),
    (
        "One signatory, or one device, behind much evidence",
        "Who signed a document and how a file was made are not read. Its reference and its digest are compared.",
    ),
    (
        "The same person under another spelling",
        "People are compared by the hash of an identifier, which a slip of the pen changes. Names are not kept.",
    ),
)
"""What else may be gaming that the records do not show, and why."""


def rules(stated: Mapping[str, QuestionRule]) -> dict[str, Rule]:
    """The rule of each indicator: the usual one, with what the contract states in its place."""
    return {code: gaming.rule_of(stated.get(code, question_rules.USUAL[code])) for code in BY_CODE}

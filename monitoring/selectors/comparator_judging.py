"""What was taken over from schemes elsewhere and that nobody has judged yet: it keeps a version from being proposed."""

from collections.abc import Iterator

from contracts.domain.problems import Problem
from contracts.domain.terms import Terms
from monitoring.domain.comparator_drafts import TO_JUDGE
from stages.models import Programme

CODE = "to_be_judged"
PRICE = (
    "“{}” has the price of another scheme. Decide the amount for this contract, then give the rule a name of its own."
)
DEFINITION = "“{}” was taken over from another scheme. Say in its reasons why it is right for this contract."
DEADWEIGHT = "“{}” says what another scheme took for deadweight. State what is taken here, and its source."
ASSUMED = "{} rests on the figures of another scheme alone. Decide the figures, then say where they are from."


def problems(programme: Programme, terms: Terms) -> list[Problem]:
    """Every price, definition, deadweight and assumption that still says that it is to be judged."""
    return [*_rules(terms), *_outcomes(terms), *_assumptions(terms)]


def _is_marked(text: str) -> bool:
    return text.startswith(TO_JUDGE)


def _rules(terms: Terms) -> Iterator[Problem]:
    for index, rule in enumerate(terms.rules):
        if _is_marked(rule.name):
            yield Problem(f"rules[{index}].name", CODE, PRICE.format(rule.name))


def _outcomes(terms: Terms) -> Iterator[Problem]:
    for index, outcome in enumerate(terms.outcomes):
        if _is_marked(outcome.particulars.rationale):
            yield Problem(f"outcomes[{index}].rationale", CODE, DEFINITION.format(outcome.name))
        if _is_marked(outcome.deadweight.source):
            yield Problem(f"outcomes[{index}].deadweight.source", CODE, DEADWEIGHT.format(outcome.name))


def _assumptions(terms: Terms) -> Iterator[Problem]:
    names = {outcome.code: outcome.name for outcome in terms.outcomes}
    if terms.assumptions.starts and _is_marked(terms.assumptions.starts.source):
        yield Problem("assumptions.starts.source", CODE, ASSUMED.format("The number of starts in a year"))
    for index, rate in enumerate(terms.assumptions.rates):
        if _is_marked(rate.range.source):
            said = ASSUMED.format(f"The rate expected of “{names.get(rate.outcome, rate.outcome)}”")
            yield Problem(f"assumptions.rates[{index}].source", CODE, said)

"""What is taken back for claims that nobody checked, because of errors in those that were: an amount of an agent.

It is no rule of the contract's rate card: a verification plan says at which rate it is worked out, and where that is
agreed. It enters the ledger once, under the name of its plan, on the agent's next open statement.
"""

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from contracts.domain import rules
from contracts.domain.terms import Rule, Terms
from payments.domain import money, payers
from payments.domain.entitlements import Facts
from payments.domain.lines import Line
from payments.domain.payers import Parts
from payments.domain.step import Step

RULE = rules.RECOVERY
NAME = "Taken back for errors found by sample"
ANEW = "Claims that nobody had checked have fallen since, so that less is taken back for those that stand."
WORDS = "Takes back the share of unchecked claims that the checked ones show to be wrong."


@dataclasses.dataclass(frozen=True)
class Taken:
    """A recovery that somebody has applied: so many pounds of an agent, for the claims of a plan."""

    agent: int
    version: int
    period: str
    plan: int
    amount: Decimal
    facts: Facts


class Words(NamedTuple):
    """A rule as statements name it."""

    name: str
    words: str


def line(taken: Taken) -> Line:
    """What the agent owes, as the ledger states it: a negative amount under the plan's name."""
    nought = money.pounds(0)
    return Line(
        taken.agent, None, None, taken.version, RULE, "", "", taken.period, -taken.amount, -taken.amount, nought,
        nought, -taken.amount, {"kind": "recovery", "plan": taken.plan, **taken.facts}, 1, f"plan-{taken.plan}",
    )  # fmt: skip


def shared(taken: Iterable[Line], stated: Iterable[Line], terms: Mapping[int, Terms]) -> list[Line]:
    """The amounts that are taken back, with the payers to whom they go where a payer has a cap of its own.

    To each in proportion to what it bears of everything that the agent is owed (`stated`) under the same version. No
    cap has room again for it.
    """
    found = list(taken)
    capped = {one.version for one in found if terms[one.version].payer_caps}
    borne: defaultdict[tuple[int, int], Counter[str]] = defaultdict(Counter)
    for line in stated if capped else ():
        if line.version in capped and line.who is not None:
            borne[line.agent, line.version].update(line.who.payers)
    return [
        _shared(one, borne[one.agent, one.version], terms[one.version]) if one.version in capped else one
        for one in found
    ]


def _shared(one: Line, borne: Mapping[str, int], terms: Terms) -> Line:
    shares = {principal.organisation: principal.share for principal in terms.principals}
    back = payers.given_back(-int(one.net.scaleb(2)), {code: borne.get(code, 0) for code in shares}, shares)
    return one._replace(who=Parts(back, {}, {}))


def rule_of(terms: Terms, code: str) -> Rule | None:
    """The rule of the contract under which an amount stands; None where it was taken back for errors."""
    return None if code == RULE else terms.rule(code)


def reason(facts: Facts) -> str:
    """Why it is taken back, or (`reversal`) given back, kept with the ledger entry."""
    if facts["kind"] == "reversal":
        return ANEW
    return (
        f"Plan {facts['plan']}, {facts['name']}: {facts['wrong']} of {facts['checked']} checked claims are wrong; "
        f"extrapolated to those that were not checked. Agreed in: {facts['basis']}."
    )


def steps(facts: Mapping[str, Any]) -> list[Step]:
    """From the checked claims to the pounds."""
    at = "lower limit of the error rate" if facts["at"] == "low" else "error rate found, stratum by stratum"
    return [
        Step("Errors found", "wrong ÷ checked", f"{facts['wrong']} ÷ {facts['checked']}", str(facts["rate"])),
        Step(
            "Not checked", "stated for claims that were not checked", f"£{facts['unchecked']}", f"£{facts['unchecked']}"
        ),
        Step(
            "Taken back", f"{at} × stated for claims that were not checked", str(facts["rate"]), f"£{facts['amount']}"
        ),
    ]

"""What is taken back for claims that nobody checked, because of errors in those that were: an amount of an agent.

It is no rule of the contract's rate card: a verification plan says at which rate it is worked out, and where that is
agreed. It enters the ledger once, under the name of its plan, on the agent's next open statement.
"""

import dataclasses
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from contracts.domain import rules
from contracts.domain.terms import Rule, Terms
from payments.domain import money
from payments.domain.entitlements import Facts
from payments.domain.lines import Line
from payments.domain.step import Step

RULE = rules.RECOVERY
NAME = "Taken back for errors found by sample"
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


def rule_of(terms: Terms, code: str) -> Rule | None:
    """The rule of the contract under which an amount stands; None where it was taken back for errors."""
    return None if code == RULE else terms.rule(code)


def reason(facts: Facts) -> str:
    """Why it is taken back, kept with the ledger entry."""
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

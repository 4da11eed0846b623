"""The caps of payers in an explanation: what went beyond each, and who pays it instead, if anybody does."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from payments.domain.payers import PASSED, UNPAID
from payments.domain.refusals import amount
from payments.domain.step import Step

OVER = {"period": "for the period", "year": "for the contract year", "contract": "for the contract"}
NOUGHT = Decimal("0.00")


def steps(facts: Mapping[str, Any], names: Mapping[str, str]) -> list[Step]:
    """A step for each cap of a payer that the amount met."""
    return [_step(one, facts["who_pays"], names) for one in facts.get("payer_caps", ())]


def _step(one: Mapping[str, str], who: Mapping[str, Mapping[str, str]], names: Mapping[str, str]) -> Step:
    payer = names.get(one["payer"], one["payer"])
    passed, unpaid = (Decimal(who.get(kind, {}).get(one["code"], NOUGHT)) for kind in (PASSED, UNPAID))
    beyond = [
        text
        for text, what in (
            (f"{amount(passed)} passed over to others", passed),
            (f"{amount(unpaid)} not paid", unpaid),
        )
        if what
    ]
    return Step(
        f"Cap {one['code']}",
        f"what goes beyond the most that {payer} pays {OVER[one['over']]}",
        f"{amount(one['asked'])} asked of it − {amount(one['left'])} left",
        "; ".join(beyond) or "asked of others who have room",
    )


def unpaid(facts: Mapping[str, Any]) -> Decimal:
    """What nobody pays of an amount because of the caps of payers; it is capped."""
    found = facts.get("who_pays", {}).get(UNPAID, {})
    return sum((Decimal(text) for text in found.values()), NOUGHT)

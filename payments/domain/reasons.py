"""Why an amount that was stated changes, or comes late: in words, kept with the ledger entry."""

from collections.abc import Mapping
from decimal import Decimal

WHY: Mapping[str, str] = {
    "": "It was claimed, or fell due, after that.",
    "not_owed": "It is no longer owed: what counts for the participant has changed.",
    "owed_again": "It is owed again.",
    "repriced": "What counts for the participant has changed, and with it the amount.",
    "by_other_version": "Another version of the contract is in force for its day, by which it is priced.",
    "reclassified": "The participant was put in another segment.",
    "remeasured": "A measured figure has changed, or what the amount is a share of, and with it the amount.",
    "agent_moved": "Other amounts of the agent have changed, and with them this one.",
    "rounded_again": "The order of results has changed, and with it the pennies rounded to this one.",
    "deadweight_moved": "The order of results has changed, and with it which of them deadweight is taken from.",
    "volume_moved": "The agent's volume has changed, and with it how many results fall into this band.",
    "payers_moved": "Other results have changed how much room the cap of a payer leaves, and with it who pays.",
    "cap_moved": "Other results have changed how much room the cap leaves.",
}


def words(code: str, state: str = "", approved_period: str = "") -> str:
    """The reason of a ledger entry.

    `state` says why the claim does not stand, for example “Failed verification: the employer does not know them”, or
    why the participant was reclassified;
    `approved_period` is the period whose statement was approved already, so that the entry is an adjustment.
    A first payment on its own statement needs no reason.
    """
    why = f"{state}." if state and code == "not_owed" else WHY[code]
    if state and code == "reclassified":
        why = f"{WHY[code]} {state}."
    return after_approval(why if code or approved_period else "", approved_period)


def after_approval(why: str, approved_period: str) -> str:
    """The same, saying so where it comes after the statement of its period was approved."""
    return f"The statement for {approved_period} was approved before this. {why}" if approved_period else why


def held_back(held: Mapping[str, Decimal]) -> str:
    """What agents are owed, or owe, for which no statement is open any more, by their names; and what to do."""
    if not held:
        return ""
    told = [f"£{abs(net):,.2f} that {name} {'is owed' if net > 0 else 'has to pay back'}" for name, net in held.items()]
    return (
        f"No open statement is left for {'; for '.join(told)}: every later one is approved. Agree a version with a "
        "further period, on whose statement it then stands."
    )

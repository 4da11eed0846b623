"""What the parts of an INDIGO document share: the form of its facts, and what is known of a project."""

from collections.abc import Mapping
from typing import Any

Row = dict[str, Any]
PUBLIC = "PUBLIC"
CONTRACT, FIGURES = "contract", "figures"
ROLES = {
    "charity": "Nonprofit/NGO",
    "council": "Government/Public Sector/Public Bank",
    "department": "Government/Public Sector/Public Bank",
    "government": "Government/Public Sector/Public Bank",
    "company": "For-profit",
    "foundation": "Foundation/Philanthropist",
}


def leaf(value: object) -> Row | None:
    """A fact that is public; None where nothing is known."""
    return None if value in (None, "") else {"value": value, "status": PUBLIC}


def plain(value: object) -> Row | None:
    """A fact of a list, whose state stands beside the whole item."""
    return None if value in (None, "") else {"value": value}


def kept(row: Mapping[str, Any]) -> Row:
    """Without the fields of which nothing is known."""
    return {name: value for name, value in row.items() if value not in (None, "", [], {})}


def item(**fields: Any) -> Row:
    return kept({"status": PUBLIC, **fields})


def span(contract: Mapping[str, Any]) -> tuple[str | None, str | None]:
    periods = contract["periods"]
    return (periods[0]["starts_on"], periods[-1]["ends_on"]) if periods else (None, None)


def stage(document: Mapping[str, Any]) -> str:
    """By the figures: contracted until a period is judged, complete in its delivery once the last one is."""
    until, (_first, last) = document["judged_until"], span(document["contract"])
    if until is None:
        return "Contracted"
    return "Service delivery complete" if last is not None and until >= last else "Implementation"


def whole_caps(contract: Mapping[str, Any]) -> float | None:
    """The caps over the whole contract; one for each agent counts once an agent."""
    agents = sum(one["role"] == "agent" for one in contract["parties"])
    caps = [one for one in contract["caps"] if one["scope"] == "contract"]
    return sum(float(one["amount"]) * (agents if one["per_agent"] else 1) for one in caps) if caps else None


def amount_of(contract: Mapping[str, Any], amount: float | None) -> Row | None:
    return None if amount is None else {"currency": leaf(contract["currency"]), "amount": leaf(amount)}


def agreed_targets(document: Mapping[str, Any]) -> list[Row]:
    """Those of everybody that the contract still names; a document from before that was told names all that it has."""
    return [one for one in whole_targets(document) if one.get("in_contract", True)]


def whole_targets(document: Mapping[str, Any]) -> list[Row]:
    return [one for one in document["targets"] if one["segment"] is None and one["agent"] is None]


def organisation(one: Mapping[str, Any]) -> str:
    return str(one["identifier"] or one["code"])


def role(one: Mapping[str, Any]) -> str:
    words = one["kind"].casefold()
    return next((name for word, name in ROLES.items() if word in words), "Other")

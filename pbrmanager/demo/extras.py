"""What the contract for homes pays beside its fees: a bonus, a price that rises, a minimum; and how amounts rise."""

from typing import Any

Document = dict[str, Any]
RISE: Document = {
    "basis": "contract", "yearly": "0.025", "rules": ["attachment", "moved-in-fee"],
    "source": "Invented: half of the rise in rents of the year before, as the parties agreed",
}  # fmt: skip


def rising(people: int, deadweight: Document) -> Document:
    """The fee for moving in: a tenth more for each home beyond a number that an agent finds in a year."""
    return {
        "code": "moved-in-fee", "name": "Fee for moving in", "kind": "accelerator",
        "outcome": "moved-in", "over": "year", "amount": "500.00", "deadweight": deadweight,
        "steps": [{"above": max(people // 20, 5), "factor": "1.1"}],
    }  # fmt: skip


def rules(people: int) -> list[Document]:
    """More for the young who keep a home, and the least for a quarter."""
    return [
        {
            "code": "young-bonus", "name": "Bonus for those under 25", "kind": "bonus", "outcome": "home-12-months",
            "amounts": _everybody("200.00"), "segments": ["under-25"],
        },
        {
            "code": "least", "name": "Least for a quarter", "kind": "floor", "over": "period",
            "amounts": [{"agent": None, "amount": f"{people * 40}.00"}],
        },
    ]  # fmt: skip


def _everybody(amount: str) -> list[Document]:
    return [{"segment": None, "start_year": None, "amount": amount}]

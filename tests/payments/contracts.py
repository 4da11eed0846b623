"""Small contracts to price: terms as documents, read as the product reads them, and what happened under them."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from contracts.domain import terms
from contracts.domain.terms import Terms
from payments.domain.inputs import Book, Claim, Inputs, Start
from payments.domain.pricing import Priced, price

VERSION = 1
AGENT = 7
FIRST_DAY = date(2024, 4, 1)
LATER = date(2030, 1, 1)


def quarters(first: date = FIRST_DAY, number: int = 12) -> list[dict[str, str]]:
    """Periods of 91 days from the first day of the contract: q1, q2, …"""
    return [
        {
            "code": f"q{place + 1}",
            "starts_on": (first + timedelta(days=91 * place)).isoformat(),
            "ends_on": (first + timedelta(days=91 * place + 90)).isoformat(),
        }
        for place in range(number)
    ]


def outcome(code: str, **fields: Any) -> dict[str, Any]:
    return {"code": code, "name": code.capitalize(), "kind": "binary"} | fields


def outcome_fee(code: str, amount: str = "1000.00", **fields: Any) -> dict[str, Any]:
    """A fee for the outcome of the same code, one amount for everybody."""
    return {
        "kind": "outcome_fee", "code": f"{code}-fee", "name": f"Fee for {code}", "outcome": code,
        "amounts": [{"amount": amount}],
    } | fields  # fmt: skip


def attachment_fee(amount: str = "400.00", **fields: Any) -> dict[str, Any]:
    return {
        "kind": "attachment_fee", "code": "attachment", "name": "Attachment fee", "amounts": [{"amount": amount}],
    } | fields  # fmt: skip


def contract(
    rules: Sequence[dict[str, Any]],
    outcomes: Sequence[str | dict[str, Any]] = ("job",),
    caps: Sequence[dict[str, Any]] = (),
    **fields: Any,
) -> Terms:
    """A version from 1 April 2024 with quarters, one payer, one agent and the segments `easy` and `hard`."""
    document = {
        "number": 1,
        "title": "Contract",
        "effective_from": FIRST_DAY.isoformat(),
        "periods": quarters(),
        "principals": [{"organisation": "payer", "share": "1"}],
        "agents": ["provider"],
        "segments": [
            {"code": "easy", "name": "Easy", "rule": {"group": ["1"]}},
            {"code": "hard", "name": "Hard", "rule": {}},
        ],
        "outcomes": [one if isinstance(one, dict) else outcome(one) for one in outcomes],
        "rules": list(rules),
        "caps": list(caps),
    } | fields
    return terms.parse(document)


def start(participant: int, day: date = FIRST_DAY, segment: str = "easy", agent: int = AGENT) -> Start:
    return Start(participant, f"P{participant:04}", agent, segment, day, VERSION)


def claim(number: int, participant: int, code: str, day: date, sequence: int = 1, version: int = VERSION) -> Claim:
    return Claim(number, participant, code, day, sequence, version)


def priced(
    versions: Terms | dict[int, Terms], starts: Iterable[Start], claims: Iterable[Claim] = (), as_of: date = LATER
) -> Priced:
    """Everything owed under one version (or several, by key) on a day long after."""
    book = versions if isinstance(versions, dict) else {VERSION: versions}
    periods = next(iter(book.values())).periods
    return price(Inputs(Book(book, periods), list(starts), list(claims), as_of))

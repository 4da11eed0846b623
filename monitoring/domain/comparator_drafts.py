"""Outcomes of a scheme elsewhere as the beginning of a contract's draft: what is carried over, and what is not.

Every outcome says where it is from and that nobody has judged it; so does the name of each rule with a price.
"""

import dataclasses
import re
from collections.abc import Collection, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from monitoring.domain.comparators import Fact, Outcome, Reading
from monitoring.domain.known_fields import Leaf

Document = dict[str, Any]
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,49}")
CURRENCY, PENNY, MOST_PRICE = "GBP", Decimal("0.01"), Decimal("999999999.99")
TO_JUDGE = "To be judged"
SAID_BESIDE = ("status", "source_ids", "sandboxes")
PLACES = Decimal("0.0001")
LONGEST_NAME, LONGEST_LINE, LONGEST_SOURCE = 200, 200, 300


@dataclasses.dataclass(frozen=True)
class Draft:
    """What goes into the draft, and the fields of the chosen outcomes that have no place in it."""

    outcomes: tuple[Document, ...]
    rules: tuple[Document, ...]
    rates: tuple[Document, ...]
    starts: Document | None
    left: tuple[Leaf, ...]


def draft(
    reading: Reading, chosen: Sequence[int], *, with_prices: bool, source: str, taken: Collection[str] = ()
) -> Draft:
    """The chosen outcomes (by their place in the scheme) under codes that are not `taken` yet.

    A price is carried over where the outcome has exactly one, in pounds; a rate where results say how many of how many
    achieved it; starts in a year where people and months are stated.
    """
    used: set[str] = set()
    codes = set(taken)
    outcomes, rules, rates = [], [], []
    for place in chosen:
        outcome = reading.outcomes[place]
        code = _code(outcome.id, place, codes)
        codes.add(code)
        outcomes.append(_outcome(outcome, code, source, used))
        if with_prices and (rule := _rule(outcome, code, source, used)):
            rules.append(rule)
        if rate := _rate(reading, outcome, code, source):
            rates.append(rate)
    left = tuple(leaf for leaf in _fields(reading, chosen) if leaf.path not in used)
    return Draft(tuple(outcomes), tuple(rules), tuple(rates), _starts(reading, source), left)


def added(document: Mapping[str, Any], found: Draft) -> Document:
    """The draft's document with what was carried over. Starts in a year are left where the draft states its own."""
    assumptions = dict(document.get("assumptions") or {})
    if found.rates:
        assumptions["rates"] = [*assumptions.get("rates", ()), *found.rates]
    if found.starts and not assumptions.get("starts"):
        assumptions["starts"] = found.starts
    return {
        **document,
        "outcomes": [*document.get("outcomes", ()), *found.outcomes],
        "rules": [*document.get("rules", ()), *found.rules],
        **({"assumptions": assumptions} if assumptions else {}),
    }


def codes_of(document: Mapping[str, Any]) -> frozenset[str]:
    """The codes that new outcomes and rules may not have."""
    return frozenset(one["code"] for name in ("outcomes", "rules") for one in document.get(name, ()))


def _code(wanted: str, place: int, taken: Collection[str]) -> str:
    begins = wanted if CODE.fullmatch(wanted) else f"outcome-{place + 1}"
    numbers = (f"{begins}-{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (begins, *numbers) if code not in taken)


def _outcome(outcome: Outcome, code: str, source: str, used: set[str]) -> Document:
    def told(fact: Fact | None, longest: int = 10_000) -> str:
        if fact is None or len(fact.text) > longest:
            return ""
        used.add(fact.path)
        return fact.text

    told_beside = [outcome.notes, *(price.notes for price in outcome.prices)]
    described = [told(price.description) for price in outcome.prices]
    deadweight = " ".join(filter(None, [*told_beside, *described]))
    return {
        "code": code,
        "name": _shortened(outcome.name, LONGEST_NAME),
        "kind": "binary",
        "direction": "higher",
        "definition": told(outcome.definition),
        "eligibility": told(outcome.population),
        "evidence": told(outcome.checked_by),
        "validator": told(outcome.data_from, LONGEST_LINE),
        "deadweight": {
            "method": "none",
            "share": None,
            "rounding": "per_claim",
            "count": "down",
            "source": f"{TO_JUDGE}. {source} says: {deadweight}" if deadweight else "",
        },
        "rationale": f"{TO_JUDGE}: taken over as a beginning from {source}.",
    }


def _shortened(text: str, longest: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def _rule(outcome: Outcome, code: str, source: str, used: set[str]) -> Document | None:
    priced = [price for price in outcome.prices if price.amount]
    if len(priced) != 1 or priced[0].currency != CURRENCY:
        return None
    fact = priced[0].amount
    assert fact is not None
    amount = fact.number
    if amount is None or not PENNY <= amount <= MOST_PRICE or amount != amount.quantize(PENNY, ROUND_HALF_UP):
        return None
    used |= {fact.path, *_currency_paths(priced[0].paths)}
    return {
        "code": code,
        "name": _shortened(f"{TO_JUDGE}: price of {source}", LONGEST_NAME),
        "kind": "outcome_fee",
        "outcome": code,
        "amounts": [{"segment": None, "start_year": None, "amount": f"{amount.quantize(PENNY):f}"}],
    }


def _currency_paths(paths: Sequence[str]) -> set[str]:
    return {f"{path}/{name}" for path in paths for name in ("currency/value", "value/currency")}


def _rate(reading: Reading, outcome: Outcome, code: str, source: str) -> Document | None:
    shares, people, achieved = [], Decimal(), Decimal()
    for result in reading.results:
        engaged = result.engaged.number if result.engaged else None
        reached = result.achieved.number if result.achieved else None
        if result.outcome != outcome.id or not outcome.id or not engaged or reached is None:
            continue
        if engaged > 0 and 0 <= reached <= engaged:
            shares.append(reached / engaged)
            people, achieved = people + engaged, achieved + reached
    if not shares:
        return None
    low, expected, high = (_share(one) for one in (min(shares), achieved / people, max(shares)))
    said = _shortened(f"{TO_JUDGE}: {source}, {achieved:f} of {people:f} people", LONGEST_SOURCE)
    return {"outcome": code, "segment": None, "low": low, "expected": expected, "high": high, "source": said}


def _share(share: Decimal) -> str:
    return f"{share.quantize(PLACES, ROUND_HALF_UP).normalize():f}"


def _starts(reading: Reading, source: str) -> Document | None:
    people, months = (reading.people_planned.number if reading.people_planned else None), reading.months
    if not people or not months or people <= 0 or months <= 0:
        return None
    a_year = f"{(people * 12 / months).quantize(Decimal(1), ROUND_HALF_UP):f}"
    said = f"{TO_JUDGE}: {source}, {people:f} people in {months:f} months"
    return (
        {"low": a_year, "expected": a_year, "high": a_year, "source": _shortened(said, LONGEST_SOURCE)}
        if a_year != "0"
        else None
    )


def _fields(reading: Reading, chosen: Sequence[int]) -> list[Leaf]:
    """What the file says of the outcomes and of their prices, beside what names them and notes that are always told."""
    outcomes = [reading.outcomes[place] for place in chosen]
    prices = [price for outcome in outcomes for price in outcome.prices]
    told = {path for outcome in outcomes for path in outcome.paths}
    priced = {path for price in prices for path in price.paths}
    inside = told | priced
    depths = sorted({path.count("/") + 1 for path in inside})
    beside = {f"{path}/id" for path in told} | {f"{path}/notes" for path in inside}
    beside |= {f"{path}/outcome_metric_id/value" for path in priced}

    def is_theirs(leaf: Leaf) -> bool:
        parts = leaf.path.split("/")
        return any("/".join(parts[:depth]) in inside for depth in depths)

    return [
        leaf
        for leaf in reading.walk.leaves
        if leaf.path not in reading.superseded
        and is_theirs(leaf)
        and leaf.path not in beside
        and leaf.path.rpartition("/")[2] not in SAID_BESIDE
        and leaf.value not in (None, "", [], {})
    ]

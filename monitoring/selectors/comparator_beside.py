"""The programme's own numbers beside those of schemes elsewhere."""

import dataclasses
import datetime
from decimal import Decimal
from typing import Any

from contracts.selectors import terms
from govuk import formats
from monitoring.domain.comparator_drafts import CURRENCY, TO_JUDGE
from monitoring.domain.comparator_ranges import MONTHS, MOST, PEOPLE, PRICE, Range
from monitoring.selectors import comparators
from stages.models import Programme

NOT_YET = "Not set yet"
DAYS_A_YEAR = Decimal("365.25")


@dataclasses.dataclass(frozen=True)
class Line:
    """A range, and what this programme plans in words. Other currencies are not compared."""

    range: Range
    own: str


def lines(programme: Programme) -> list[Line]:
    """Every range of the comparators on the list, with the programme's own figures as its contract has them so far."""
    found = comparators.ranges(programme)
    if not found:
        return []
    version = programme.contract_versions.order_by("-number").first()
    own = _own(terms.document(version)) if version else {}
    return [Line(one, own.get(one.code, NOT_YET) if one.currency in ("", CURRENCY) else "–") for one in found]


def _own(document: dict[str, Any]) -> dict[str, str]:
    """Without what was taken over from a comparator and not judged yet: that would be compared with itself."""
    months = _months(document)
    prices = [
        Decimal(amount["amount"])
        for rule in document["rules"]
        if rule.get("outcome") and not rule["name"].startswith(TO_JUDGE)
        for amount in rule.get("amounts", ())
        if amount.get("amount")
    ]
    caps = [Decimal(one["amount"]) * (len(document["agents"]) if one.get("per_agent") else 1)
            for one in document["caps"] if one["scope"] == "contract"]  # fmt: skip
    starts = (document.get("assumptions") or {}).get("starts")
    if starts and starts.get("source", "").startswith(TO_JUDGE):
        starts = None
    said = {
        MONTHS: formats.count(months) if months else "",
        PRICE: _span(prices),
        MOST: formats.money(sum(caps)) if caps else "",
        PEOPLE: _people(Decimal(starts["expected"]), months) if starts else "",
    }
    return {code: words for code, words in said.items() if words}


def _span(prices: list[Decimal]) -> str:
    if not prices:
        return ""
    low, high = formats.money(min(prices)), formats.money(max(prices))
    return low if low == high else f"{low} to {high}"


def _months(document: dict[str, Any]) -> int | None:
    """The whole months between the first and the last day of the contract, which may have no end yet."""
    if not document.get("effective_to"):
        return None
    days = datetime.date.fromisoformat
    length = days(document["effective_to"]) - days(document["effective_from"])
    return round((length.days + 1) / DAYS_A_YEAR * 12) or None


def _people(a_year: Decimal, months: int | None) -> str:
    if months is None:
        return f"{formats.count(a_year)} expected in a year"
    return formats.count(round(a_year * months / 12))

"""Reads the caps of payers from a contract document, checks them, and writes them back."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from contracts.domain import naming, payer_caps
from contracts.domain.payer_caps import PayerCap
from contracts.domain.problems import Reader

if TYPE_CHECKING:
    from contracts.domain.terms import Terms

SPANS = {"period": "each period", "year": "each contract year", "contract": "the whole contract"}


def read(reader: Reader) -> PayerCap:
    amount = reader.money("amount")
    if amount == 0:
        reader.note("amount", "out_of_range", "Enter more than nothing. Leave out a principal that pays nothing.")
    found = PayerCap(
        code=reader.code("code"),
        payer=reader.code("payer"),
        over=reader.choice("over", payer_caps.OVER),
        amount=amount if amount is not None else Decimal("0.00"),
        beyond=reader.choice("beyond", payer_caps.BEYOND),
    )
    reader.finish()
    return found


def document(cap: PayerCap) -> dict[str, Any]:
    return {
        "code": cap.code,
        "payer": cap.payer,
        "over": cap.over,
        "amount": f"{cap.amount:.2f}",
        "beyond": cap.beyond,
    }


def check(reader: Reader, terms: "Terms") -> None:
    """Each cap is of a principal of the version, has a code of its own, and is the only one of its payer and span."""
    naming.once(reader, "payer_caps", [*(cap.code for cap in terms.payer_caps), *{cap.code for cap in terms.caps}])
    known = {one.organisation for one in terms.principals}
    seen: set[tuple[str, str]] = set()
    for index, cap in enumerate(terms.payer_caps):
        if cap.payer and cap.payer not in known:
            message = f"“{cap.payer}” is no principal of this version. Name one that is."
            reader.note(f"payer_caps[{index}].payer", "unknown_principal", message)
        if (cap.payer, cap.over) in seen:
            span = SPANS.get(cap.over, cap.over)
            message = f"“{cap.payer}” has a cap for {span} already. Keep one of them."
            reader.note(f"payer_caps[{index}].over", "twice", message)
        seen.add((cap.payer, cap.over))

"""What decided an amount: kept with its ledger entry, and put into words for the reader."""

from datetime import date
from functools import lru_cache

from contracts.domain.terms import Deadweight
from payments.domain import money, payers
from payments.domain.caps import Bite
from payments.domain.deadweight import WholeResult
from payments.domain.entitlements import Entitlement, Facts
from payments.domain.limits import Limited
from payments.domain.payers import Parts
from payments.domain.period_sums import PeriodSum


def of_entitlement(
    entitlement: Entitlement,
    share: Deadweight | None,
    share_text: str,
    result: WholeResult | None,
    limited: Limited,
) -> Facts:
    """What decided the amount, in figures and codes: kept with the ledger entry, put into words for the reader."""
    start, _, rule, _, event_date, due_on, _, _, facts = entitlement
    found: Facts = {
        "kind": rule.kind,
        "started_on": _iso(start.started_on),
        "event_date": _iso(event_date),
        "due_on": _iso(due_on),
        **facts,
    }
    if share:
        taken: Facts = {"method": share.method, "share": share_text}
        if result is None:
            taken["rounding"] = share.rounding
        else:
            taken |= {"count": share.count, "result": result.number, "payable": result.payable}
        found["deadweight"] = taken
    if limited.bite or limited.split:
        found |= of_limits(limited)
    return found


def of_sum(one: PeriodSum, share: Deadweight | None, share_text: str, limited: Limited) -> Facts:
    """What decided an amount of an agent, in figures and codes."""
    found: Facts = {"kind": one.rule.kind, "period": one.period, "due_on": _iso(one.due_on), **one.facts}
    if share:
        found["deadweight"] = {
            "method": share.method, "share": share_text, "rounding": share.rounding
        }  # fmt: skip
    if limited.bite or limited.split:
        found |= of_limits(limited)
    return found


def of_limits(limited: Limited) -> Facts:
    """The cap that limited the amount, and the caps of payers that it met."""
    found: Facts = {"cap": cap(limited.bite)} if limited.bite else {}
    if limited.split and limited.split.bites:
        found["payer_caps"] = payers.facts(limited.split)
    return found


def who(limited: Limited) -> Parts | None:
    return limited.split.parts if limited.split else None


def cap(bite: Bite) -> Facts:
    found: Facts = {"code": bite.cap.code, "scope": bite.cap.scope, "left": str(money.pounds(bite.left))}
    return found | {"carries_over": True} if bite.cap.carries_over else found


@lru_cache(maxsize=16384)
def _iso(day: date) -> str:
    return day.isoformat()

"""Whether an agent passes the risk of payment by results down to those who deliver for it.

Small organisations and charities have little cash with which to wait for results; the National Audit Office (HC 86,
2015) tells commissioners to look through the lead at the terms of its subcontractors. Shares are percentages.
"""

import dataclasses
from datetime import date
from decimal import Decimal

UNDER_PROMISE = Decimal("0.90")
"""Referrals below nine tenths of what was promised by the day are questioned; fewer missing ones may be chance."""
YEAR = Decimal(365)

PASSED, FLAGGED, UNKNOWN = "passed", "flagged", "unknown"


@dataclasses.dataclass(frozen=True)
class Lead:
    """What the agent itself has agreed, and the ceilings that were agreed for its partners."""

    share_by_results: Decimal
    payment_days: int
    risk_ceiling: Decimal
    risk_ceiling_small: Decimal


@dataclasses.dataclass(frozen=True)
class Sub:
    """A subcontract as signed. `referred` is the latest count, of the day `counted_on`; None when nobody counted."""

    is_vulnerable: bool
    share_of_work: Decimal
    share_of_pay: Decimal
    share_by_results: Decimal
    payment_days: int
    promised_a_year: int
    since: date
    referred: int | None = None
    counted_on: date | None = None


@dataclasses.dataclass(frozen=True)
class Answer:
    """What one rule says of a subcontract: the figures, the rule in words, why it matters, and what to do."""

    code: str
    verdict: str
    figures: str
    rule: str
    reason: str = ""
    cure: str = ""


def _answer(code: str, is_flagged: bool, figures: str, rule: str, reason: str, cure: str) -> Answer:
    if not is_flagged:
        return Answer(code, PASSED, figures, rule)
    return Answer(code, FLAGGED, figures, rule, reason, cure)


def _unknown(code: str, figures: str, rule: str, cure: str) -> Answer:
    return Answer(code, UNKNOWN, figures, rule, "", cure)


STATE_TERMS = "The commissioner or the Expert Body states what is agreed for the lead agent."


def percent(share: Decimal) -> str:
    """12.5%, without zeros at the end."""
    return f"{share.quantize(Decimal('0.1')).normalize():f}%"


def share_by_results(sub: Sub, lead: Lead | None) -> Answer:
    """A partner's share of pay by results must not exceed the lead's own."""
    rule = "A partner is paid by results for no larger a share of its pay than the lead agent."
    if lead is None:
        return _unknown(
            "share_by_results",
            f"{percent(sub.share_by_results)} of its pay by results; the lead's is not stated",
            rule,
            STATE_TERMS,
        )
    return _answer(
        "share_by_results",
        sub.share_by_results > lead.share_by_results,
        f"{percent(sub.share_by_results)} of its pay by results against the lead's {percent(lead.share_by_results)}",
        rule,
        "The partner waits for results with more of its income than the lead does.",
        f"Change the subcontract to at most {percent(lead.share_by_results)} by results, and pay the rest for service.",
    )


def payment_days(sub: Sub, lead: Lead | None) -> Answer:
    """A partner must be paid no later than the lead itself is paid."""
    rule = "A partner is paid within as many days as the lead agent, or fewer."
    if lead is None:
        return _unknown(
            "payment_days", f"Paid in {sub.payment_days} days; the lead's are not stated", rule, STATE_TERMS
        )
    return _answer(
        "payment_days",
        sub.payment_days > lead.payment_days,
        f"Paid in {sub.payment_days} days against the lead's {lead.payment_days}",
        rule,
        "The partner lends the lead money for the days between.",
        f"Change the subcontract to {lead.payment_days} days at most.",
    )


def share_of_risk(sub: Sub, lead: Lead) -> Decimal:
    """The part of all the pay by results that the partner waits for, in per cent of what the lead waits for.

    A partner with 20% of the pay, half of it by results, under a lead with 40% by results, carries
    20 × 50 ÷ 40 = 25% of the risk.
    """
    at_risk = sub.share_of_pay * sub.share_by_results
    if not at_risk:
        return Decimal(0)
    return at_risk / lead.share_by_results if lead.share_by_results else Decimal(100)


def risk_ceiling(sub: Sub, lead: Lead | None) -> Answer:
    """A partner's share of risk must stay under the ceiling that was agreed for its size."""
    rule = "A partner carries no more of the risk than the ceiling that was agreed, which is lower for small ones."
    if lead is None:
        return _unknown("risk_ceiling", "No ceiling is stated", rule, STATE_TERMS)
    ceiling = lead.risk_ceiling_small if sub.is_vulnerable else lead.risk_ceiling
    carried = share_of_risk(sub, lead)
    which = "for small organisations and charities" if sub.is_vulnerable else "for other partners"
    return _answer(
        "risk_ceiling",
        carried > ceiling,
        f"{percent(carried)} of the risk, with {percent(sub.share_of_work)} of the work; "
        f"ceiling {percent(ceiling)} {which}",
        rule,
        "If results come late, the partner may not last until it is paid.",
        "Take back part of its pay by results, or have a higher ceiling agreed with the reason for it.",
    )


def expected_referrals(sub: Sub, on: date) -> Decimal:
    """What was promised from the first day of the subcontract to the day, in proportion to the days."""
    days = max((on - sub.since).days + 1, 0)
    return sub.promised_a_year * Decimal(days) / YEAR


def referrals(sub: Sub, lead: Lead | None = None) -> Answer:
    """A partner must be sent at least nine tenths of the people whom it was promised by the day of the count."""
    rule = "A partner is sent the people whom it was promised; fewer than nine in ten of them is too few."
    if not sub.promised_a_year:
        return Answer("referrals", PASSED, "No number was promised", rule)
    if sub.referred is None or sub.counted_on is None:
        promised = f"{sub.promised_a_year} a year promised, not counted yet"
        return _unknown("referrals", promised, rule, "Record how many people have been referred so far.")
    expected = expected_referrals(sub, sub.counted_on)
    return _answer(
        "referrals",
        sub.referred < UNDER_PROMISE * expected,
        f"{sub.referred} referred of {expected:.0f} promised by then",
        rule,
        "The partner has staff for people who do not come, and nobody pays for them.",
        "Refer the missing people, pay for the capacity that was kept, or agree another number.",
    )


RULES = (share_by_results, payment_days, risk_ceiling, referrals)


def judge(sub: Sub, lead: Lead | None) -> list[Answer]:
    """What each rule says of the subcontract."""
    return [rule(sub, lead) for rule in RULES]


def verdict(answers: list[Answer]) -> str:
    """Flagged when any rule is; unknown when none is flagged but one cannot say; otherwise passed."""
    said = {answer.verdict for answer in answers}
    return FLAGGED if FLAGGED in said else UNKNOWN if UNKNOWN in said else PASSED

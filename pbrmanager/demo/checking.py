"""How claims are checked in the demonstration: one plan that is finished, and one under way."""

from datetime import datetime, timedelta
from decimal import Decimal

from outcomes.actions import checks, verification
from outcomes.domain.plans import Intent
from outcomes.models import ItemDecision, SampleItem, VerificationPlan
from payments.actions import recoveries
from pbrmanager.demo import papers
from pbrmanager.demo.calendar import Quarter
from pbrmanager.demo.cast import Cast
from stages.models import Programme

BASIS = "Schedule 4 of the contract, on errors found by sample (made up)"
SEEN = (
    ("not_met", "The landlord says that the tenancy ended in the second month."),
    ("no_evidence", "No agreement was sent, and the landlord does not answer."),
    ("wrong_date", "The agreement begins three weeks after the day that was claimed."),
)


def finished(cast: Cast, programme: Programme, quarter: Quarter) -> None:
    """A quarter checked to the end: three failures, one of them undone on appeal; the rest taken back as agreed."""
    plan = _plan(cast, programme, quarter, quarter.after(17), recovery=VerificationPlan.Recovery.LOW)
    items = _drawn(cast, plan, "a-seed-of-the-demonstration", quarter.after(17, hour=11))
    at = quarter.after(20)
    for item, (reason, note) in zip(items, SEEN, strict=False):
        _fails(cast, item, reason, note, at)
        checks.confirm(item=item, agree=True, note="Looked at the same papers.", by=cast["second-verifier"], at=at)
    appealed = items[len(SEEN) - 1]
    checks.appeal(
        item=appealed, text="They moved in when it was claimed; the agreement was signed later.",
        by=cast.speaking_for(appealed.claim.agent.code), at=quarter.after(24),
    )  # fmt: skip
    checks.decide_appeal(
        item=appealed, uphold=True, note="The inventory of the first day bears it out.", by=cast["commissioner"],
        at=quarter.after(28),
    )  # fmt: skip
    for item in items[len(SEEN) :]:
        _passes(cast, item, at)
    ends = quarter.after(45)
    verification.finish(plan=plan, by=cast["commissioner"], at=ends)
    recoveries.apply(plan=plan, by=cast["principal"], at=ends + timedelta(hours=2))


def under_way(cast: Cast, programme: Programme, quarter: Quarter) -> None:
    """The latest quarter, half checked: evidence is asked for, and failures wait for a second verifier."""
    at = quarter.after(16, hour=12)
    plan = _plan(cast, programme, quarter, at, recovery=VerificationPlan.Recovery.NONE)
    items = _drawn(cast, plan, "another-seed-of-the-demonstration", at)
    papers.attach(cast, items, at)
    for item in items[: len(items) // 2]:
        _passes(cast, item, at)
    waiting = items[len(items) // 2 :]
    for item in waiting[:2]:
        _fails(cast, item, "not_met", "The employer has no record of them after the second week.", at)
    for item in waiting[2:5]:
        checks.ask(
            item=item, text="Which record shows that they worked on that day?",
            due_on=at.date() + timedelta(days=plan.answer_days), by=cast["verifier"], at=at,
        )  # fmt: skip
    papers.answer(cast, waiting[4], at + timedelta(hours=3))


def _plan(cast: Cast, programme: Programme, quarter: Quarter, at: datetime, recovery: str) -> VerificationPlan:
    intent = Intent(
        name=f"Results of {quarter.code}", starts_on=quarter.starts_on, ends_on=quarter.ends_on,
        due_on=quarter.after(40).date(), apart=(), tolerable=Decimal("0.10"), risk_share=Decimal("0.5"),
        late_days=95, recovery=recovery, recovery_basis=BASIS if recovery != VerificationPlan.Recovery.NONE else "",
    )  # fmt: skip
    return verification.make(programme=programme, intent=intent, by=cast["commissioner"], at=at)


def _drawn(cast: Cast, plan: VerificationPlan, seed: str, at: datetime) -> list[SampleItem]:
    verification.draw(plan=plan, by=cast["commissioner"], at=at, seed=seed)
    return list(plan.items.select_related("claim__agent", "claim__submission", "plan__programme").order_by("pk"))


def _passes(cast: Cast, item: SampleItem, at: datetime) -> None:
    checks.check(item=item, verdict=ItemDecision.Verdict.PASSED, by=cast["verifier"], at=at)


def _fails(cast: Cast, item: SampleItem, reason: str, note: str, at: datetime) -> None:
    checks.check(item=item, verdict=ItemDecision.Verdict.FAILED, reason=reason, note=note, by=cast["verifier"], at=at)

"""Taking back, of unchecked claims, the share that the checked ones of a finished plan show to be wrong."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate

from accounts.actions import audit
from accounts.errors import Forbidden, Refused
from accounts.models import Organisation, User
from outcomes.actions import verification
from outcomes.models import PlanEnd, VerificationPlan
from outcomes.selectors import plan_results
from payments import permissions
from payments.actions import pricing
from payments.domain import money
from payments.models import Recovery
from payments.selectors import recoveries as selectors


class RecoveryRefused(Refused):
    """Nothing can be taken back for the plan as things stand."""


@transaction.atomic
def apply(*, plan: VerificationPlan, seen: str = "", by: User, at: datetime) -> list[Recovery]:
    """Take back what the plan's errors come to in the claims that were not checked, agent by agent, and price it.

    It lands on each agent's statement for the plan's last period, or, when that is approved, on the next open one as
    an adjustment with its reason. `seen` is the sum as the person saw it: where it differs, nothing is taken back.
    """
    permissions.require(by, "recovery.apply", plan.programme)
    if permissions.checked_for(by, plan):
        raise Forbidden("You checked claims for this plan, so somebody else of the principal must do this.")
    verification.hold(plan.programme)
    if not PlanEnd.objects.filter(plan=plan, kind=PlanEnd.Kind.FINISHED).exists():
        raise RecoveryRefused("The plan is not finished: wait until every drawn claim and every appeal is decided.")
    known = set(Recovery.objects.filter(plan=plan).values_list("agent__code", flat=True))
    results = [one for one in plan_results.of(plan) if one.recovery > 0 and one.agent not in known]
    if not results:
        raise RecoveryRefused("There is nothing to take back for this plan, or it was taken back before.")
    total = sum((one.recovery for one in results), Decimal(0))
    if seen and seen != money.text(total):
        raise RecoveryRefused("The sum has changed since you looked at it. Look at it and apply it again.")
    made = [_recover(plan, one, by, at) for one in results]
    pricing.price(programme=plan.programme, as_of=localdate(at), by=by, at=at)
    return made


def _recover(plan: VerificationPlan, result: plan_results.AgentResult, by: User, at: datetime) -> Recovery:
    period, version = selectors.period_of(plan), selectors.version_of(plan, plan.ends_on)
    if period is None or version is None:
        raise RecoveryRefused("The contract has no periods or no agreed version, so nothing can be stated.")
    made = Recovery.objects.create(
        plan=plan,
        agent=Organisation.objects.get(code=result.agent),
        version=version,
        period=period,
        amount=result.recovery,
        facts=selectors.facts(plan, result),
        applied_by=by,
        applied_at=at,
    )
    audit.record(
        by=by,
        at=at,
        action="payments.recovery.apply",
        programme=plan.programme.slug,
        subject=made,
        after={"plan": plan.number, "agent": result.agent, "amount": result.recovery, **made.facts},
    )
    return made

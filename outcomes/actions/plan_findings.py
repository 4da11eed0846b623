"""From a plan whose errors are over the tolerance to a finding on the stages that this questions."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from outcomes import permissions
from outcomes.actions.verification import PlanRefused, hold
from outcomes.domain import tolerances
from outcomes.models import VerificationPlan
from outcomes.selectors import plan_results
from stages.actions import findings
from stages.models import Finding


@transaction.atomic
def raise_for(*, plan: VerificationPlan, agent: str, by: User, at: datetime) -> tuple[Finding, bool]:
    """Raise a finding because more of an agent's claims are wrong than is tolerated. Twice gives the first one.

    It questions the evidence rule and the training; where it has happened with this agent before, its choice too.
    """
    permissions.require(by, "verification.plan", plan.programme)
    hold(plan.programme)
    result = next((one for one in plan_results.of(plan) if one.agent == agent), None)
    if result is None or not result.is_over:
        raise PlanRefused("The error rate of this agent is not over the tolerance.")
    key = f"verification:{agent}:"
    again = Finding.objects.filter(programme=plan.programme, key__startswith=key).exclude(key=f"{key}{plan.number}")
    return findings.raise_finding(
        programme=plan.programme,
        key=f"{key}{plan.number}",
        title=f"Too many claims of {result.name} are wrong"[:200],
        summary=f"{result.wrong} of {result.checked} checked claims are wrong. Error rate {result.rate_words}.",
        source=Finding.Source.VERIFICATION,
        severity=Finding.Severity.RED,
        evidence={
            "plan": plan.name,
            "agent": result.name,
            "claims": result.claims,
            "checked": result.checked,
            "wrong": result.wrong,
            "error_rate": result.rate_words,
            "tolerated": f"{plan.tolerable * 100:.1f}%",
        },
        stages=tolerances.stages_questioned(is_repeated=again.exists()),
        by=by,
        at=at,
    )

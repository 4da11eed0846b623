"""The section `recoveries` of a programme pack: what was taken back for claims that nobody checked."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import DatabaseError, transaction

from accounts.models import User
from outcomes.models import VerificationPlan
from payments.models import Recovery
from stages.actions import pack_people
from stages.actions.pack_errors import PackError
from stages.actions.pack_records import moment
from stages.models import Programme

SECTION = "recoveries"


@transaction.atomic
def load(*, programme: Programme, section: Sequence[Mapping[str, Any]], by: User, at: datetime) -> None:
    """Bring in what was taken back; the next pricing enters it. Who may not speak for others brings none in."""
    if not pack_people.may_speak_for_others(by):
        return
    for index, row in enumerate(section):
        path = f"{SECTION}/{index}"
        plan = VerificationPlan.objects.filter(programme=programme, number=row["plan"]).first()
        version = programme.contract_versions.filter(number=row["version"], agreed_at__isnull=False).first()
        period = programme.periods.filter(code=row["period"]).first()
        if plan is None or version is None or period is None:
            raise PackError(path, "The pack has no such plan, agreed version or period.")
        agent = pack_people.organisation(row["agent"], f"{path}/agent")
        if Recovery.objects.filter(plan=plan, agent=agent).exists():
            continue
        try:
            with transaction.atomic():
                Recovery.objects.create(
                    plan=plan, agent=agent, version=version, period=period, amount=Decimal(row["amount"]),
                    facts=row["facts"], applied_by=pack_people.person(row.get("by"), by, f"{path}/by"),
                    applied_at=moment(row.get("at"), at),
                )  # fmt: skip
        except DatabaseError as problem:
            raise PackError(path, "Nothing can be taken back in this way, or by this person.") from problem


def export(programme: Programme) -> list[dict[str, Any]]:
    """Everything that was taken back, in the form in which `load` reads it."""
    found = Recovery.objects.filter(plan__programme=programme).select_related(
        "plan", "agent", "version", "period", "applied_by"
    )
    return [
        {
            "plan": one.plan.number, "agent": one.agent.code, "version": one.version.number,
            "period": one.period.code, "amount": str(one.amount), "facts": one.facts, "by": one.applied_by.email,
            "at": one.applied_at.isoformat(),
        }
        for one in found.order_by("pk")
    ]  # fmt: skip

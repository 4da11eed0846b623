"""The section `report_plans` of a programme pack: which reports were to be made by themselves, the latest plan last.

Reports that were made stay where they were made: from the day on which it is loaded, a plan is kept there anew.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.errors import Forbidden, Refused
from accounts.models import User
from dashboards.actions import reports
from dashboards.models import ReportPlan
from stages.actions import pack_people
from stages.actions.pack_errors import PackError
from stages.actions.pack_records import moment
from stages.models import Programme

SECTION = "report_plans"
Row = Mapping[str, Any]


@transaction.atomic
def load(*, programme: Programme, section: Sequence[Row], by: User, at: datetime) -> None:
    """Plan in the names that the pack gives. Plans that stand already are taken as they are."""
    known = set(ReportPlan.objects.filter(programme=programme).values_list("every", "pack_days", "set_at"))
    for index, row in enumerate(section):
        path, when = f"{SECTION}/{index}", moment(row.get("at"), at)
        planned = {"every": row["every"], "pack_days": row.get("pack_days")}
        if (planned["every"], planned["pack_days"], when) in known:
            continue
        person = pack_people.person(row.get("by"), by, f"{path}/by")
        try:
            reports.plan(programme=programme, by=person, at=when, **planned)
        except (Refused, Forbidden) as refusal:
            raise PackError(path, str(refusal)) from refusal


def export(programme: Programme) -> list[dict[str, Any]] | None:
    """Every plan, in the order in which they were set."""
    found = ReportPlan.objects.filter(programme=programme).select_related("set_by").order_by("pk")
    return [_row(one) for one in found] or None


def _row(one: ReportPlan) -> dict[str, Any]:
    row = {"every": one.every, "by": one.set_by.email, "at": one.set_at.isoformat()}
    return row if one.pack_days is None else row | {"pack_days": one.pack_days}

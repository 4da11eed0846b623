"""The section `disclosure` of a programme pack: the rules for small counts in the order in which they were set."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.errors import Forbidden, Refused
from accounts.models import User
from delivery.actions import disclosure
from delivery.domain.suppression import Rule
from delivery.models import DisclosureRule
from stages.actions import pack_people
from stages.actions.pack_errors import PackError
from stages.actions.pack_records import moment
from stages.models import Programme

SECTION = "disclosure"


@transaction.atomic
def load(*, programme: Programme, section: Sequence[Mapping[str, Any]], by: User, at: datetime) -> None:
    """Set the rules in the names that the pack gives. Those that stand already are taken as they are."""
    for index, row in enumerate(section):
        path = f"{SECTION}/{index}"
        when = moment(row.get("set_at"), at)
        asked = Rule(row["threshold"], row.get("base", 1), row.get("hides_nought", False))
        known = DisclosureRule.objects.filter(programme=programme, outcome=row.get("outcome", ""), set_at=when)
        if any(one.rule == asked for one in known):
            continue
        try:
            disclosure.set_rule(
                programme=programme,
                outcome=row.get("outcome", ""),
                source=row["source"],
                rule=asked,
                reason=row["reason"],
                by=pack_people.person(row.get("set_by"), by, f"{path}/set_by"),
                at=when,
            )
        except (Refused, Forbidden) as refusal:
            raise PackError(path, str(refusal)) from refusal


def export(programme: Programme) -> list[dict[str, Any]] | None:
    """All rules that were ever set. Pages that are published are not a part: each place publishes for itself."""
    found = DisclosureRule.objects.filter(programme=programme).select_related("set_by").order_by("pk")
    rows = [
        {
            "outcome": one.outcome,
            "source": one.source,
            "threshold": one.threshold,
            "base": one.base,
            "hides_nought": one.hides_nought,
            "reason": one.reason,
            "set_by": one.set_by.email,
            "set_at": one.set_at.isoformat(),
        }
        for one in found
    ]
    return rows or None

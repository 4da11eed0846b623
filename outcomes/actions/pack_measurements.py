"""The section `measurements` of a programme pack: measured figures in the order in which they were reported."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.errors import Forbidden, Refused
from accounts.models import User
from outcomes.actions import measurements
from outcomes.domain.figures import Figures, Statement
from outcomes.models import Measurement
from outcomes.selectors import measurements as selectors
from stages.actions import pack_people
from stages.actions.pack_errors import PackError
from stages.actions.pack_records import moment
from stages.models import Programme

SECTION = "measurements"


@transaction.atomic
def load(*, programme: Programme, section: Sequence[Mapping[str, Any]], by: User, at: datetime) -> None:
    """Report the figures, and decide on them, in the names that the pack gives.

    A figure with a reason takes the place of the one before it. Who may not speak for others reports all of them in
    their own name, and somebody else still has to confirm them.
    """
    for index, row in enumerate(section):
        path = f"{SECTION}/{index}"
        try:
            _load(programme, row, path, by, at)
        except PackError:
            raise
        except (Refused, Forbidden) as refusal:
            raise PackError(path, str(refusal)) from refusal


def _load(programme: Programme, row: Mapping[str, Any], path: str, by: User, at: datetime) -> None:
    agent = pack_people.organisation(row["agent"], f"{path}/agent") if row.get("agent") else None
    numbers = {name: Decimal(row[name]) for name in selectors.NUMBERS if row.get(name) is not None}
    stated = Statement(
        Figures(**numbers), date.fromisoformat(row["measured_on"]), row.get("source", ""), row.get("evidence", "")
    )
    who = pack_people.person(row.get("reported_by"), by, f"{path}/reported_by")
    when = moment(row.get("reported_at"), at)
    if row.get("reason"):
        before = selectors.latest(programme, row["metric"], agent, row["covers"])
        if before is None:
            raise PackError(f"{path}/reason", "There is no figure before that it could take the place of.")
        made = measurements.correct(measurement=before, stated=stated, reason=row["reason"], by=who, at=when)
    else:
        made = measurements.report(
            programme=programme, metric=row["metric"], agent=agent, covers=row["covers"], stated=stated, by=who, at=when
        )
    decision = row.get("decision")
    if decision and pack_people.may_speak_for_others(by):
        measurements.decide(
            measurement=made,
            kind=decision["kind"],
            reason=decision.get("reason", ""),
            by=pack_people.person(decision.get("by"), by, f"{path}/decision/by"),
            at=moment(decision.get("at"), at),
        )


def export(programme: Programme) -> list[dict[str, Any]]:
    """Every figure as it was reported, in order, in the form in which `load` reads them."""
    found = Measurement.objects.filter(programme=programme).select_related(
        "agent", "reported_by", "decision__decided_by"
    )
    return [_exported(one) for one in found.order_by("pk")]


def _exported(found: Measurement) -> dict[str, Any]:
    row: dict[str, Any] = {"metric": found.metric, "agent": found.agent.code if found.agent else None}
    row |= {"covers": found.covers}
    row |= {
        name: f"{number.normalize():f}" for name in selectors.NUMBERS if (number := getattr(found, name)) is not None
    }
    row |= {"measured_on": found.measured_on.isoformat(), "source": found.source}
    row |= {name: text for name in ("evidence", "reason") if (text := getattr(found, name))}
    row |= {"reported_by": found.reported_by.email, "reported_at": found.reported_at.isoformat()}
    decision = getattr(found, "decision", None)
    if decision is not None:
        row["decision"] = {
            "kind": decision.kind,
            **({"reason": decision.reason} if decision.reason else {}),
            "by": decision.decided_by.email,
            "at": decision.decided_at.isoformat(),
        }
    return row

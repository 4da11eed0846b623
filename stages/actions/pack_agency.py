"""Goals, the parties' orders of them and their attitudes to risk in a pack, loaded while stage 3 is open."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from accounts.models import User
from stages import permissions
from stages.actions import agency, pack_people, visits
from stages.actions.pack_errors import PackError
from stages.actions.pack_rows import moment
from stages.models import Candidate, Goal, Programme

STAGE = 3
NAMES = ("goals", "goal_orders", "risk_statements")


def load(programme: Programme, section: Mapping[str, Any], by: User, at: datetime) -> None:
    """The goals first, then each party's orders and statements in the order of the pack."""
    permissions.require(by, "stage.import", programme)
    visits.require_open(programme=programme, stage=STAGE)
    if names := section.get("goals"):
        agency.set_goals(programme=programme, names=names, by=by, at=at)
    goals = {goal.name: goal.pk for goal in Goal.objects.filter(programme=programme)}
    for index, row in enumerate(section.get("goal_orders", ())):
        path = f"stage_records/goal_orders/{index}"
        unknown = [name for name in row["order"] if name not in goals]
        if unknown:
            raise PackError(f"{path}/order", f"There is no goal “{unknown[0]}”.", "Add it to “goals”.")
        places = {goals[name]: place for place, name in enumerate(row["order"], start=1)}
        agency.keep_order(places=places, **_who(programme, row, path, by, at))
    for index, row in enumerate(section.get("risk_statements", ())):
        agency.keep_risk(
            maximum_loss=Decimal(row["maximum_loss"]),
            working_capital_weeks=row["working_capital_weeks"],
            statement=row["statement"],
            passes_risk_down=row.get("passes_risk_down"),
            passed_down=row.get("passed_down", ""),
            **_who(programme, row, f"stage_records/risk_statements/{index}", by, at),
        )


def _who(programme: Programme, row: Mapping[str, Any], path: str, by: User, at: datetime) -> dict[str, Any]:
    return {
        "programme": programme,
        "party": row["party"],
        "candidate": _candidate(programme, row.get("candidate"), path),
        "by": pack_people.person(row.get("by"), by, f"{path}/by"),
        "at": moment(row.get("at"), at),
    }


def _candidate(programme: Programme, named: Mapping[str, Any] | None, path: str) -> Candidate | None:
    if named is None:
        return None
    found = Candidate.objects.filter(
        programme=programme, stage=named["stage"], organisation__code=named["organisation"]
    ).first()
    if found is None:
        raise PackError(f"{path}/candidate", f"“{named['organisation']}” is no candidate.", "Add it to the candidates.")
    return found

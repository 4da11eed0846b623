"""The section `arrangements` of a programme pack: what agents' columns mean, and what they want of half-good files."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from outcomes.models import ColumnName, StandingChoice
from stages.actions import pack_people
from stages.actions.pack_records import moment
from stages.models import Programme

SECTION = "arrangements"
Row = Mapping[str, Any]


@transaction.atomic
def load(*, programme: Programme, section: Mapping[str, Sequence[Row]], by: User, at: datetime) -> None:
    """Remember what the agents have said. What is remembered here already stays as it is."""
    for index, row in enumerate(section.get("columns", ())):
        path = f"{SECTION}/columns/{index}"
        ColumnName.objects.get_or_create(
            programme=programme, agent=pack_people.organisation(row["agent"], f"{path}/agent"), kind=row["kind"],
            heading=row["heading"],
            defaults={
                "column": row.get("column", ""),
                "named_by": pack_people.person(row.get("by"), by, f"{path}/by"),
                "named_at": moment(row.get("at"), at),
            },
        )  # fmt: skip
    for index, row in enumerate(section.get("choices", ())):
        path = f"{SECTION}/choices/{index}"
        StandingChoice.objects.get_or_create(
            programme=programme, agent=pack_people.organisation(row["agent"], f"{path}/agent"),
            defaults={
                "consent": row["consent"],
                "chosen_by": pack_people.person(row.get("by"), by, f"{path}/by"),
                "chosen_at": moment(row.get("at"), at),
            },
        )  # fmt: skip


def export(programme: Programme) -> dict[str, Any] | None:
    """What is remembered of each agent, in the form in which `load` reads it."""
    columns = ColumnName.objects.filter(programme=programme).select_related("agent", "named_by")
    choices = StandingChoice.objects.filter(programme=programme).select_related("agent", "chosen_by")
    found = {
        "columns": [
            {
                "agent": one.agent.code, "kind": one.kind, "heading": one.heading, "column": one.column,
                "by": one.named_by.email, "at": one.named_at.isoformat(),
            }
            for one in columns.order_by("agent__code", "kind", "heading")
        ],
        "choices": [
            {
                "agent": one.agent.code, "consent": one.consent, "by": one.chosen_by.email,
                "at": one.chosen_at.isoformat(),
            }
            for one in choices.order_by("agent__code")
        ],
    }  # fmt: skip
    return {name: rows for name, rows in found.items() if rows} or None

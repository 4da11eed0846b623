"""The section `registers` of a programme pack: what outside registers said happened to participants.

Keyed hashes do not travel, since another deployment has another key: whom a row meant was found before, and does.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import Organisation, User
from delivery.models import Participant
from outcomes.models import RegisterExtract, RegisterRow
from stages.actions import pack_people
from stages.actions.pack_errors import PackError
from stages.actions.pack_records import moment
from stages.models import Programme

SECTION = "registers"
TOLD = ("name", "source", "filename", "digest", "size", "matched")
DAYS = ("covers_from", "covers_until")
Row = Mapping[str, Any]


@transaction.atomic
def load(*, programme: Programme, section: Sequence[Row], by: User, at: datetime) -> None:
    """Bring in every extract with its rows. One of the same digest that is here already stays as it is."""
    agents: dict[str, int] = dict(Organisation.objects.values_list("code", "pk"))
    found = Participant.objects.filter(programme=programme).values_list("agent__code", "reference", "pk")
    people = {(agent, reference): pk for agent, reference, pk in found}
    for index, row in enumerate(section):
        path = f"{SECTION}/{index}"
        if RegisterExtract.objects.filter(programme=programme, digest=row["digest"]).exists():
            continue
        extract = RegisterExtract.objects.create(
            programme=programme, rows_count=len(row["rows"]), **{name: row[name] for name in TOLD},
            **{name: date.fromisoformat(row[name]) for name in DAYS},
            uploaded_by=pack_people.person(row.get("by"), by, f"{path}/by"), uploaded_at=moment(row.get("at"), at),
        )  # fmt: skip
        RegisterRow.objects.bulk_create(
            [_row(extract, one, agents, people, f"{path}/rows/{place}") for place, one in enumerate(row["rows"])],
            batch_size=5000,
        )


def _row(
    extract: RegisterExtract, row: Row, agents: Mapping[str, int], people: Mapping[tuple[str, str], int], path: str
) -> RegisterRow:
    named = row.get("participant")
    participant = people.get((named["agent"], named["reference"])) if named else None
    if named and participant is None:
        raise PackError(f"{path}/participant", "The pack has no such participant.")
    return RegisterRow(
        extract=extract, row_number=row["row"], agent_id=agents[row["agent"]] if "agent" in row else None,
        reference=row.get("reference", ""), participant_id=participant, match=row["match"], outcome=row["outcome"],
        event_date=date.fromisoformat(row["day"]),
        until_date=date.fromisoformat(row["until"]) if "until" in row else None,
    )  # fmt: skip


def export(programme: Programme) -> list[dict[str, Any]]:
    """Every extract with its rows, in the form in which `load` reads them."""
    found = RegisterExtract.objects.filter(programme=programme).select_related("uploaded_by").order_by("pk")
    return [
        {
            **{name: getattr(one, name) for name in TOLD}, **{name: getattr(one, name).isoformat() for name in DAYS},
            "by": one.uploaded_by.email, "at": one.uploaded_at.isoformat(),
            "rows": [_exported(row) for row in _rows(one)],
        }
        for one in found
    ]  # fmt: skip


def _rows(extract: RegisterExtract) -> Sequence[RegisterRow]:
    return list(extract.rows.select_related("agent", "participant__agent").order_by("row_number"))


def _exported(one: RegisterRow) -> dict[str, Any]:
    row: dict[str, Any] = {"row": one.row_number, "match": one.match, "outcome": one.outcome}
    row["day"] = one.event_date.isoformat()
    if one.until_date is not None:
        row["until"] = one.until_date.isoformat()
    if one.agent is not None:
        row["agent"] = one.agent.code
    if one.reference:
        row["reference"] = one.reference
    if one.participant is not None:
        row["participant"] = {"agent": one.participant.agent.code, "reference": one.participant.reference}
    return row

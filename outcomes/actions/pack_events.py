"""The section `participant_events` of a programme pack: other segments, handovers and exits, as they came.

Keyed hashes do not travel: another deployment has another key.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.errors import Forbidden, Refused
from accounts.models import Organisation, User
from delivery.actions import reclassifications
from delivery.models import (
    Exit,
    Participant,
    Reclassification,
    ReclassificationDecision,
    Transfer,
    TransferAnswer,
)
from outcomes.actions import exits, transfers
from stages.actions import pack_people
from stages.actions.pack_errors import PackError
from stages.actions.pack_records import moment
from stages.models import Programme

SECTION = "participant_events"
Row = Mapping[str, Any]


@transaction.atomic
def load(*, programme: Programme, section: Sequence[Row], by: User, at: datetime) -> None:
    """Write every event in the name that the pack gives. An event that is there already stays as it is."""
    loading = {"reclassification": _reclassification, "transfer": _transfer, "exit": _exit}
    for index, row in enumerate(section):
        path = f"{SECTION}/{index}"
        participant = Participant.objects.filter(
            programme=programme, agent__code=row["agent"], reference=row["participant"]
        ).first()
        if participant is None:
            raise PackError(f"{path}/participant", f"The pack has no participant “{row['participant']}” of that agent.")
        try:
            loading[row["kind"]](participant, row, _signer(path, by, at))
        except PackError:
            raise
        except (Refused, Forbidden) as refusal:
            raise PackError(path, str(refusal)) from refusal


def _signer(path: str, by: User, at: datetime) -> Callable[[Row], dict[str, Any]]:
    def signed(row: Row) -> dict[str, Any]:
        return {"by": pack_people.person(row.get("by"), by, f"{path}/by"), "at": moment(row.get("at"), at)}

    return signed


def _reclassification(participant: Participant, row: Row, signed: Callable[[Row], dict[str, Any]]) -> None:
    told = {name: row[name] for name in ("to_segment", "reason", "evidence")}
    if participant.reclassifications.filter(proposed_at=signed(row)["at"], to_segment=told["to_segment"]).exists():
        return
    made = reclassifications.propose(participant=participant, **told, **signed(row))
    if said := row.get("decision"):
        given = {"kind": said["kind"], "reason": said.get("reason", "")}
        reclassifications.decide(reclassification=made, **given, **signed(said))


def _transfer(participant: Participant, row: Row, signed: Callable[[Row], dict[str, Any]]) -> None:
    to_agent = Organisation.objects.get(code=row["to"])
    day = date.fromisoformat(row["from_date"])
    if participant.transfers.filter(to_agent=to_agent, from_date=day).exists():
        return
    told = {"reference": row["reference"], "reason": row["reason"], "from_date": day, "to_agent": to_agent}
    made = transfers.propose(participant=participant, **told, **signed(row))
    if said := row.get("decision"):
        transfers.answer(transfer=made, kind=said["kind"], reason=said.get("reason", ""), **signed(said))


def _exit(participant: Participant, row: Row, signed: Callable[[Row], dict[str, Any]]) -> None:
    day = date.fromisoformat(row["exited_on"])
    if not participant.exits.filter(exited_on=day, reason=row["reason"]).exists():
        told = {"exited_on": day, "reason": row["reason"], "note": row.get("note", "")}
        exits.record(participant=participant, **told, **signed(row))


def export(programme: Programme) -> list[dict[str, Any]] | None:
    """Every event, in the order in which they came, in the form in which `load` reads them."""
    of_programme = {"participant__programme": programme}
    asked = Reclassification.objects.filter(**of_programme).select_related("participant__agent", "proposed_by")
    moved = Transfer.objects.filter(**of_programme).select_related("participant__agent", "proposed_by", "to_agent")
    left = Exit.objects.filter(**of_programme).select_related("participant__agent", "recorded_by").order_by("pk")
    rows = [
        *(_exported_reclassification(one) for one in asked.select_related("decision__decided_by").order_by("pk")),
        *(_exported_transfer(one) for one in moved.select_related("answer__decided_by").order_by("pk")),
        *(_exported_exit(one) for one in left),
    ]
    return sorted(rows, key=lambda row: row["at"]) or None


def _exported_reclassification(one: Reclassification) -> dict[str, Any]:
    told = {"to_segment": one.to_segment, "reason": one.reason, "evidence": one.evidence}
    row = _row("reclassification", one.participant, one.proposed_by, one.proposed_at)
    return {**row, **told, **_decision(getattr(one, "decision", None))}


def _exported_transfer(one: Transfer) -> dict[str, Any]:
    told = {"to": one.to_agent.code, "reference": one.reference, "reason": one.reason}
    row = _row("transfer", one.participant, one.proposed_by, one.proposed_at)
    return {**row, **told, "from_date": one.from_date.isoformat(), **_decision(getattr(one, "answer", None))}


def _exported_exit(one: Exit) -> dict[str, Any]:
    row = _row("exit", one.participant, one.recorded_by, one.recorded_at)
    note = {"note": one.note} if one.note else {}
    return {**row, "exited_on": one.exited_on.isoformat(), "reason": one.reason, **note}


def _row(kind: str, participant: Participant, by: User, at: datetime) -> dict[str, Any]:
    named = {"participant": participant.reference, "agent": participant.agent.code}
    return {"kind": kind, **named, "by": by.email, "at": at.isoformat()}


def _decision(said: ReclassificationDecision | TransferAnswer | None) -> dict[str, Any]:
    if said is None:
        return {}
    reason = {"reason": said.reason} if said.reason else {}
    return {"decision": {"kind": said.kind, **reason, "by": said.decided_by.email, "at": said.decided_at.isoformat()}}

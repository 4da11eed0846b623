"""The section `interventions` of a programme pack: steps, plans and answers, in the order in which they came."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.errors import Forbidden, Refused
from accounts.models import User
from monitoring.actions import interventions
from monitoring.models import Intervention, InterventionReply, InterventionStep, PlanMeasure
from stages.actions import pack_people
from stages.actions.pack_errors import PackError
from stages.actions.pack_records import moment
from stages.models import Finding, Programme

SECTION = "interventions"
Row = Mapping[str, Any]


@transaction.atomic
def load(*, programme: Programme, section: Sequence[Row], by: User, at: datetime) -> None:
    """Take every step, promise and answer again, in the names that the pack gives."""
    known: dict[int, Intervention] = {}
    promised: dict[tuple[int, str], PlanMeasure] = {}
    for index, row in enumerate(section):
        path = f"{SECTION}/{index}"
        given: dict[str, Any] = {
            "by": pack_people.person(row.get("by"), by, f"{path}/by"),
            "at": moment(row.get("at"), at),
        }
        if row["kind"] == "promise":
            given["owner"] = pack_people.person(row["owner"], by, f"{path}/owner")
        try:
            _load(programme, known, promised, row, path, given)
        except PackError:
            raise
        except (Refused, Forbidden) as refusal:
            raise PackError(path, str(refusal)) from refusal


def _load(
    programme: Programme,
    known: dict[int, Intervention],
    promised: dict[tuple[int, str], PlanMeasure],
    row: Row,
    path: str,
    given: dict[str, Any],
) -> None:
    number, kind = row["number"], row["kind"]
    if kind == "step":
        day = date.fromisoformat(row["look_again_on"]) if row.get("look_again_on") else None
        told = {"level": row["level"], "reason": row["reason"], "look_again_on": day, **given}
        if number in known:
            interventions.step(intervention=known[number], **told)
        else:
            agent = pack_people.organisation(row["agent"], f"{path}/agent")
            finding = Finding.objects.filter(programme=programme, number=row.get("finding") or 0).first()
            known[number] = interventions.begin(programme=programme, agent=agent, finding=finding, **told)
        return
    if number not in known:
        raise PackError(f"{path}/number", f"There is no step of intervention {number} before this.")
    if kind == "promise":
        promised[number, row["what"]] = interventions.promise(
            intervention=known[number], what=row["what"], due_on=date.fromisoformat(row["due_on"]), **given
        )
    elif kind == "done":
        if (number, row["what"]) not in promised:
            raise PackError(f"{path}/what", "The plan does not promise this. Write the promise before it.")
        interventions.fulfil(measure=promised[number, row["what"]], note=row["note"], **given)
    else:
        interventions.reply(intervention=known[number], text=row["text"], **given)


def export(programme: Programme) -> list[dict[str, Any]]:
    """Everything in the order in which it came, in the form in which `load` reads it."""
    of_programme = {"intervention__programme": programme}
    rows: list[tuple[datetime, int, dict[str, Any]]] = []
    related = ("intervention__agent", "intervention__finding")
    for step in InterventionStep.objects.filter(**of_programme).select_related("taken_by", *related).order_by("pk"):
        is_first = step.taken_at == step.intervention.opened_at
        rows.append((step.taken_at, 0 if is_first else 4, _step(step)))
    for one in PlanMeasure.objects.filter(**of_programme).select_related(
        "agreed_by", "owner", "done_by", "intervention"
    ):
        promise = {"what": one.what, "owner": one.owner.email, "due_on": one.due_on.isoformat()}
        rows.append((one.agreed_at, 1, _row("promise", one.intervention, one.agreed_by, one.agreed_at) | promise))
        if one.done_at is not None and one.done_by is not None:
            done = _row("done", one.intervention, one.done_by, one.done_at) | {"what": one.what, "note": one.done_note}
            rows.append((one.done_at, 2, done))
    for reply in InterventionReply.objects.filter(**of_programme).select_related("written_by", "intervention"):
        answer = _row("reply", reply.intervention, reply.written_by, reply.written_at) | {"text": reply.text}
        rows.append((reply.written_at, 3, answer))
    return [row for _at, _order, row in sorted(rows, key=lambda entry: entry[:2])]


def _row(kind: str, intervention: Intervention, by: User, at: datetime) -> dict[str, Any]:
    return {"kind": kind, "number": intervention.number, "by": by.email, "at": at.isoformat()}


def _step(step: InterventionStep) -> dict[str, Any]:
    intervention = step.intervention
    told = {"agent": intervention.agent.code, "level": step.level, "reason": step.reason}
    if step.look_again_on:
        told["look_again_on"] = step.look_again_on.isoformat()
    if intervention.finding:
        told["finding"] = intervention.finding.number
    return _row("step", intervention, step.taken_by, step.taken_at) | told

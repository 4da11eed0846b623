"""The section `statements` of a programme pack: how many sign, and what happened to each statement, in order."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import DatabaseError, transaction

from accounts.models import User
from payments.domain import statements as domain
from payments.models import PricingRun, SignOffRule, Statement, StatementEvent
from payments.selectors import statements as selectors
from stages.actions import pack_people
from stages.actions.pack_errors import PackError
from stages.actions.pack_records import moment
from stages.models import Programme

SECTION = "statements"
TEXTS = ("text", "line", "about")
Kind = StatementEvent.Kind
Row = Mapping[str, Any]


@transaction.atomic
def load(*, programme: Programme, section: Row, by: User, at: datetime) -> None:
    """Write what happened in the names that the pack gives; a statement is frozen where it was approved.

    The database keeps duties apart as ever. What has happened here already stays as it is.
    """
    if StatementEvent.objects.filter(statement__programme=programme).exists():
        return
    for index, row in enumerate(section.get("sign_offs", ())):
        who = pack_people.person(row.get("by"), by, f"{SECTION}/sign_offs/{index}/by")
        SignOffRule.objects.create(
            programme=programme, bands=row["bands"], reason=row["reason"], set_by=who,
            set_at=moment(row.get("at"), at),
        )  # fmt: skip
    found = Statement.objects.filter(programme=programme).select_related("agent", "period", "programme")
    statements = {(one.agent.code, one.period.code): one for one in found}
    runs = {one.number: one for one in PricingRun.objects.filter(programme=programme)}
    events: list[StatementEvent] = []
    for index, row in enumerate(section.get("events", ())):
        path = f"{SECTION}/events/{index}"
        statement = statements.get((row["agent"], row["period"]))
        if statement is None or ("run" in row and row["run"] not in runs):
            raise PackError(path, "The pack has no such statement or pricing run.", "Add it to “ledger”.")
        if row.get("upon", 0) > len(events):
            raise PackError(f"{path}/upon", "It follows upon something that comes later.", "Correct the order.")
        event = StatementEvent(
            statement=statement, kind=row["kind"], by=pack_people.person(row.get("by"), by, f"{path}/by"),
            at=moment(row.get("at"), at), upon=events[row["upon"] - 1] if row.get("upon") else None,
            run=runs[row["run"]] if "run" in row else None,
            total=Decimal(row["total"]) if "total" in row else None,
            due_on=date.fromisoformat(row["due_on"]) if "due_on" in row else None,
            **{name: row.get(name, "") for name in TEXTS},
        )  # fmt: skip
        _happen(event, path)
        events.append(event)


def _happen(event: StatementEvent, path: str) -> None:
    """Write the event, and freeze the statement where it is the approval."""
    if event.kind == Kind.APPROVED:
        _freeze(event, path)
    try:
        with transaction.atomic():
            event.save(force_insert=True)
    except DatabaseError as problem:
        raise PackError(path, "This cannot have happened, or not by this person.") from problem


def _freeze(event: StatementEvent, path: str) -> None:
    statement = event.statement
    lines = selectors.lines_of(statement)
    total = domain.total(lines)
    if event.total is not None and event.total != total:
        raise PackError(f"{path}/total", f"The entries of the statement come to {total}.", "Correct one of them.")
    statement.lines, statement.total = [line.document() for line in lines], total
    statement.approved_at, statement.approved_by = event.at, event.by
    statement.save(update_fields=["lines", "total", "approved_at", "approved_by"])


def export(programme: Programme) -> dict[str, Any] | None:
    """The bands and every event, in order, in the form in which `load` reads them."""
    rules = SignOffRule.objects.filter(programme=programme).select_related("set_by").order_by("pk")
    events = list(
        StatementEvent.objects.filter(statement__programme=programme)
        .select_related("statement__agent", "statement__period", "by", "run")
        .order_by("pk")
    )
    places = {one.pk: place for place, one in enumerate(events, 1)}
    found: dict[str, Any] = {
        "sign_offs": [
            {"bands": one.bands, "reason": one.reason, "by": one.set_by.email, "at": one.set_at.isoformat()}
            for one in rules
        ],
        "events": [_event(one, places) for one in events],
    }
    return {name: rows for name, rows in found.items() if rows} or None


def _event(one: StatementEvent, places: Mapping[int, int]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "agent": one.statement.agent.code, "period": one.statement.period.code, "kind": one.kind, "by": one.by.email,
        "at": one.at.isoformat(),
    }  # fmt: skip
    if one.upon_id:
        row["upon"] = places[one.upon_id]
    if one.run is not None:
        row["run"] = one.run.number
    if one.total is not None:
        row["total"] = str(one.total)
    if one.due_on is not None:
        row["due_on"] = one.due_on.isoformat()
    return row | {name: text for name in TEXTS if (text := getattr(one, name))}

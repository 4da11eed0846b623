"""The section `submissions` of a programme pack: files that were taken in, without the files themselves.

What was sent by whom decides who may verify, approve and pay, and rows that were not taken still wait to be corrected.
A file is kept where it came in, under its digest; files that were only checked, or are still read, stay behind.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from outcomes.models import RejectedRow, RowError, Submission
from outcomes.models.submissions import FINISHED
from stages.actions import pack_people
from stages.actions.pack_errors import PackError
from stages.actions.pack_records import moment
from stages.models import Programme

SECTION = "submissions"
COUNTS = ("received", "takeable", "accepted", "duplicates", "rejected", "questions")
TOLD = ("columns", "unknown_columns", "causes", "failure")
ERROR = ("field", "code", "value", "reason", "cure")
BATCH = 5000
Row = Mapping[str, Any]


@transaction.atomic
def load(*, programme: Programme, section: Sequence[Row], by: User, at: datetime) -> None:
    """Bring in what was sent and what became of it. A programme that has taken in files keeps those alone."""
    if Submission.objects.filter(programme=programme).exists():
        return
    made: list[Submission] = []
    for index, row in enumerate(section):
        path = f"{SECTION}/{index}"
        if row.get("follows", 0) > len(made):
            raise PackError(f"{path}/follows", "It follows a file that comes later.", "Correct the order.")
        received = moment(row.get("at"), at)
        submission = Submission.objects.create(
            programme=programme, agent=pack_people.organisation(row["agent"], f"{path}/agent"), kind=row["kind"],
            filename=row["filename"], path="", digest=row["digest"], size=row["size"], consent=row["consent"],
            status=row["status"], submitted_by=pack_people.person(row.get("by"), by, f"{path}/by"),
            submitted_at=received, finished_at=moment(row.get("finished_at"), received),
            follows=made[row["follows"] - 1] if "follows" in row else None, rows_read=row.get("received", 0),
            **{name: row.get(name, 0) for name in COUNTS}, **{name: row[name] for name in TOLD if name in row},
        )  # fmt: skip
        made.append(submission)
        _rejected(submission, row.get("rejected_rows", ()))


def _rejected(submission: Submission, rows: Sequence[Row]) -> None:
    RejectedRow.objects.bulk_create(
        (RejectedRow(submission=submission, row_number=row["row"], cells=row["cells"]) for row in rows),
        batch_size=BATCH,
    )
    RowError.objects.bulk_create(
        (
            RowError(submission=submission, row_number=row["row"], **{name: error.get(name, "") for name in ERROR})
            for row in rows
            for error in row["errors"]
        ),
        batch_size=BATCH,
    )


def travelling(programme: Programme) -> dict[int, int]:
    """The place, from 1, at which each file stands in the section, by its key."""
    found = Submission.objects.filter(programme=programme, status__in=FINISHED, dry_run=False)
    return {pk: place for place, pk in enumerate(found.order_by("pk").values_list("pk", flat=True), 1)}


def export(programme: Programme) -> list[dict[str, Any]]:
    """Every file that was taken in, in order, in the form in which `load` reads them."""
    places = travelling(programme)
    found = Submission.objects.filter(pk__in=places).select_related("agent", "submitted_by").order_by("pk")
    return [_exported(one, places) for one in found]


def _exported(one: Submission, places: Mapping[int, int]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "agent": one.agent.code, "kind": one.kind, "filename": one.filename, "digest": one.digest, "size": one.size,
        "consent": one.consent, "status": one.status, "by": one.submitted_by.email,
        "at": one.submitted_at.isoformat(),
    }  # fmt: skip
    if one.finished_at is not None:
        row["finished_at"] = one.finished_at.isoformat()
    if one.follows_id is not None and one.follows_id in places:
        row["follows"] = places[one.follows_id]
    row |= {name: said for name in (*COUNTS, *TOLD) if (said := getattr(one, name))}
    if rejected := _exported_rejected(one):
        row["rejected_rows"] = rejected
    return row


def _exported_rejected(one: Submission) -> list[dict[str, Any]]:
    errors: defaultdict[int, list[dict[str, str]]] = defaultdict(list)
    for number, *said in one.row_errors.order_by("pk").values_list("row_number", *ERROR):
        errors[number].append({name: text for name, text in zip(ERROR, said, strict=True) if text})
    rows = one.rejected_rows.order_by("row_number").values_list("row_number", "cells")
    return [{"row": number, "cells": cells, "errors": errors[number]} for number, cells in rows]

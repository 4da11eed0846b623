"""Who is with which key worker: given as a file or by a filter, for many participants at once. Rows are only added."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import Organisation, User
from delivery.actions import records
from delivery.actions.records import RowsRefused
from delivery.domain import tables
from delivery.domain.tables import BadRow, Row
from delivery.models import Assignment, KeyWorker, Participant
from delivery.selectors import key_workers
from stages.models import Programme

COLUMNS = ("participant", "key_worker", "from")
OPTIONAL = ("until",)
BATCH = 5000


@transaction.atomic
def upload(*, programme: Programme, agent: Organisation, content: bytes, by: User, at: datetime) -> tuple[int, int]:
    """Assign participants as a CSV says, all rows or none. Returns how many rows are new, and how many were known.

    Raises `RowsRefused` with everything that is wrong; a row that is there already changes nothing.
    """
    records.begin(programme, agent, by)
    try:
        rows = tables.read(content, COLUMNS, OPTIONAL)
    except tables.Unreadable as unreadable:
        raise Refused(str(unreadable)) from None
    made, bad = _read(programme, agent, rows, by, at)
    if bad:
        raise RowsRefused(bad)
    if not made:
        raise Refused("The file has no rows below its header. Add them and send it again.")
    new = _not_known(programme, agent, made)
    _write(programme, agent, new, by, at)
    return len(new), len(made) - len(new)


def _read(
    programme: Programme, agent: Organisation, rows: Sequence[Row], by: User, at: datetime
) -> tuple[list[Assignment], list[BadRow]]:
    workers = {one.reference.casefold(): one for one in KeyWorker.objects.filter(programme=programme, agent=agent)}
    wanted = {row.cells["participant"] for row in rows}
    found = Participant.objects.filter(programme=programme, agent=agent, reference__in=wanted)
    people = {one.reference: one for one in found.only("pk", "reference", "started_on")}
    made, bad = [], []
    for row in rows:
        assignment, wrong = _one(row, people, workers)
        if wrong:
            bad += wrong
        elif assignment:
            assignment.programme, assignment.agent, assignment.assigned_by = programme, agent, by
            assignment.assigned_at = at
            made.append(assignment)
    return made, bad


def _one(
    row: Row, people: dict[str, Participant], workers: dict[str, KeyWorker]
) -> tuple[Assignment | None, list[BadRow]]:
    """The assignment of a row, or everything that is wrong with it."""
    cells, bad = row.cells, []

    def wrong(column: str, reason: str) -> None:
        bad.append(BadRow(row.number, column, cells[column], reason))

    person, worker = people.get(cells["participant"]), workers.get(cells["key_worker"].casefold())
    first, last = tables.day(cells["from"]), tables.day(cells["until"]) if cells["until"] else None
    if person is None:
        wrong("participant", "No participant of yours has this reference. Check it, or send the participant first.")
    if worker is None:
        wrong("key_worker", "No key worker of yours has this name or number. Check it, or add the key worker first.")
    if first is None:
        wrong("from", "This is not a date. Write it as 2026-03-31 or 31/03/2026.")
    if cells["until"] and last is None:
        wrong("until", "This is not a date. Write it as 2026-03-31 or 31/03/2026, or leave it empty.")
    if person and first and first < person.started_on:
        wrong("from", f"The participant started on {person.started_on:%d/%m/%Y}, which is later.")
    if first and last and last < first:
        wrong("until", "The last day is before the first.")
    if worker and first and not _works(worker, first):
        wrong("from", "The key worker is not in post on this day.")
    if bad or person is None or worker is None or first is None:
        return None, bad
    return Assignment(participant=person, key_worker=worker, from_date=first, until_date=last), []


def _works(worker: KeyWorker, day: date) -> bool:
    return worker.from_date <= day and (worker.until_date is None or day <= worker.until_date)


Known = tuple[int, int, date, date | None]


def _key(one: Assignment) -> Known:
    return (one.participant_id, one.key_worker_id, one.from_date, one.until_date)


def _not_known(programme: Programme, agent: Organisation, made: Sequence[Assignment]) -> list[Assignment]:
    """The rows that are neither written already nor twice in the file."""
    names = ("participant", "key_worker", "from_date", "until_date")
    earliest = min(one.from_date for one in made)
    written = Assignment.objects.filter(programme=programme, agent=agent, from_date__gte=earliest)
    known: set[Known] = set(written.values_list(*names))
    new = []
    for one in made:
        if _key(one) not in known:
            known.add(_key(one))
            new.append(one)
    return new


@transaction.atomic
def assign(
    *,
    programme: Programme,
    agent: Organisation,
    key_worker: KeyWorker,
    from_date: date,
    segment: str = "",
    started_from: date | None = None,
    started_until: date | None = None,
    only_unassigned: bool = True,
    at_most: int | None = None,
    by: User,
    at: datetime,
) -> int:
    """Assign every participant who fits to the key worker, the longest on the programme first. Returns how many."""
    records.begin(programme, agent, by)
    if key_worker.agent_id != agent.pk or key_worker.programme_id != programme.pk:
        raise Refused(f"{key_worker} is not a key worker of {agent}. Choose one who is.")
    if not _works(key_worker, from_date):
        raise Refused(f"{key_worker} is not in post on that day. Choose another day or another key worker.")
    found = key_workers.to_assign(
        programme, agent, from_date, segment=segment, started_from=started_from, started_until=started_until,
        only_unassigned=only_unassigned,
    )  # fmt: skip
    chosen = found.exclude(pk__in=key_workers.with_worker(key_worker, from_date).values("participant")).order_by(
        "started_on", "pk"
    )
    pks = list(chosen.values_list("pk", flat=True)[:at_most] if at_most else chosen.values_list("pk", flat=True))
    if not pks:
        raise Refused("No participant fits who is not with this key worker already. Change what you look for.")
    _write(
        programme, agent,
        (
            Assignment(
                programme=programme, agent=agent, participant_id=pk, key_worker=key_worker, from_date=from_date,
                assigned_by=by, assigned_at=at,
            )
            for pk in pks
        ),
        by, at,
    )  # fmt: skip
    return len(pks)


def _write(programme: Programme, agent: Organisation, new: Iterable[Assignment], by: User, at: datetime) -> None:
    made = Assignment.objects.bulk_create(new, batch_size=BATCH)
    if made:
        after = {"agent": agent.code, "participants": len(made)}
        audit.record(
            by=by, at=at, action="delivery.assignments.add", programme=programme.slug, subject=programme, after=after
        )

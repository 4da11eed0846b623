"""The activity log: what was done with each participant. Rows are only added; a further row corrects one."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import Organisation, User
from delivery.actions import records
from delivery.actions.records import RowsRefused
from delivery.domain import notes, tables
from delivery.domain.tables import BadRow, Row
from delivery.models import Activity, KeyWorker, Participant
from stages.models import Programme

COLUMNS = ("participant", "day", "kind", "minutes")
OPTIONAL = ("key_worker", "note")
BATCH = 5000
LONGEST_NOTE = 500
DAY_MINUTES = 24 * 60


@transaction.atomic
def record(
    *,
    programme: Programme,
    agent: Organisation,
    reference: str,
    day: date,
    kind: str,
    minutes: int,
    key_worker: KeyWorker | None = None,
    note: str = "",
    by: User,
    at: datetime,
) -> Activity:
    """Record one activity with a participant, who is known by the agent's reference."""
    records.begin(programme, agent, by)
    participant = Participant.objects.filter(programme=programme, agent=agent, reference=reference.strip()).first()
    if participant is None:
        raise Refused(f"No participant of {agent} has the reference “{reference}”. Check it.")
    if minutes < 1:
        raise Refused("Enter how many minutes it took: 1 or more.")
    return _write_one(participant, day, kind, minutes, key_worker, note, None, by, at)


@transaction.atomic
def correct(
    *,
    activity: Activity,
    day: date,
    kind: str,
    minutes: int,
    key_worker: KeyWorker | None = None,
    note: str = "",
    by: User,
    at: datetime,
) -> Activity:
    """Put an activity right by a further row, which counts instead of it; 0 minutes when it did not take place."""
    records.begin(activity.programme, activity.agent, by)
    if Activity.objects.filter(corrects=activity).exists():
        raise Refused("This row was corrected already. Correct the row that took its place.")
    return _write_one(activity.participant, day, kind, minutes, key_worker, note, activity, by, at)


def _write_one(
    participant: Participant, day: date, kind: str, minutes: int, key_worker: KeyWorker | None, note: str,
    corrects: Activity | None, by: User, at: datetime,
) -> Activity:  # fmt: skip
    today = timezone.localdate(at)
    if key_worker is not None and (key_worker.programme_id, key_worker.agent_id) != (
        participant.programme_id,
        participant.agent_id,
    ):
        raise Refused(f"{key_worker} is not a key worker of this agent. Choose one who is.")
    wrong = [*_day_problem(participant, day, today), *_note_problem(note)]
    if kind not in Activity.Kind.values:
        wrong.append("Select the kind of activity.")
    if not 0 <= minutes <= DAY_MINUTES:
        wrong.append(f"Minutes are a whole number up to {DAY_MINUTES:,}.")
    if wrong:
        raise Refused(" ".join(wrong))
    made = Activity.objects.create(
        programme=participant.programme, agent=participant.agent, participant=participant, key_worker=key_worker,
        day=day, kind=kind, minutes=minutes, note=note.strip(), corrects=corrects, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    audit.record(
        by=by,
        at=at,
        action="delivery.activity.correct" if corrects else "delivery.activity.record",
        programme=participant.programme.slug,
        subject=made,
        after={"kind": kind, "minutes": minutes, "corrects": corrects.pk if corrects else None},
    )
    return made


def _day_problem(participant: Participant, day: date, today: date) -> list[str]:
    if day > today:
        return ["The day must not be in the future."]
    if day < participant.started_on:
        return [f"The participant started on {participant.started_on:%d/%m/%Y}, which is later."]
    return []


def _note_problem(note: str) -> list[str]:
    if len(note.strip()) > LONGEST_NOTE:
        return [f"The note is longer than {LONGEST_NOTE} characters. Shorten it."]
    refusal = notes.refusal(note)
    return [refusal] if refusal else []


@transaction.atomic
def upload(*, programme: Programme, agent: Organisation, content: bytes, by: User, at: datetime) -> tuple[int, int]:
    """Record the activities of a CSV, all rows or none. Returns how many rows are new, and how many were known.

    Raises `RowsRefused` with everything that is wrong. A row that is there already, and stands, changes nothing.
    """
    records.begin(programme, agent, by)
    try:
        rows = tables.read(content, COLUMNS, OPTIONAL)
    except tables.Unreadable as unreadable:
        raise Refused(str(unreadable)) from None
    if not rows:
        raise Refused("The file has no rows below its header. Add them and send it again.")
    made, bad = _read(programme, agent, rows, timezone.localdate(at))
    if bad:
        raise RowsRefused(bad)
    new = _not_known(made)
    for one in new:
        one.programme, one.agent, one.recorded_by, one.recorded_at = programme, agent, by, at
    Activity.objects.bulk_create(new, batch_size=BATCH)
    if new:
        after = {"agent": agent.code, "rows": len(new), "minutes": sum(one.minutes for one in new)}
        audit.record(
            by=by, at=at, action="delivery.activity.upload", programme=programme.slug, subject=programme, after=after
        )
    return len(new), len(made) - len(new)


def _read(
    programme: Programme, agent: Organisation, rows: Sequence[Row], today: date
) -> tuple[list[Activity], list[BadRow]]:
    workers = {one.reference.casefold(): one for one in KeyWorker.objects.filter(programme=programme, agent=agent)}
    wanted = {row.cells["participant"] for row in rows}
    found = Participant.objects.filter(programme=programme, agent=agent, reference__in=wanted)
    people = {one.reference: one for one in found.only("pk", "reference", "started_on")}
    made: list[Activity] = []
    bad: list[BadRow] = []
    for row in rows:
        activity, wrong = _one(row, people, workers, today)
        bad += wrong
        if activity is not None:
            made.append(activity)
    return made, bad


KINDS = {name.casefold(): code for code, label in Activity.Kind.choices for name in (code, str(label))}


def _one(
    row: Row, people: Mapping[str, Participant], workers: Mapping[str, KeyWorker], today: date
) -> tuple[Activity | None, list[BadRow]]:
    """The activity of a row, or everything that is wrong with it."""
    cells, bad = row.cells, []

    def wrong(column: str, reason: str) -> None:
        shown = "" if column == "note" else cells[column]  # what may be personal data is not shown again
        bad.append(BadRow(row.number, column, shown, reason))

    person, worker = people.get(cells["participant"]), workers.get(cells["key_worker"].casefold())
    day, kind, minutes = tables.day(cells["day"]), KINDS.get(cells["kind"].casefold()), tables.whole(cells["minutes"])
    if person is None:
        wrong("participant", "No participant of yours has this reference. Check it, or send the participant first.")
    if cells["key_worker"] and worker is None:
        wrong("key_worker", "No key worker of yours has this name or number. Check it, or leave it empty.")
    if day is None:
        wrong("day", "This is not a date. Write it as 2026-03-31 or 31/03/2026.")
    elif person is not None:
        for problem in _day_problem(person, day, today):
            wrong("day", problem)
    if kind is None:
        wrong("kind", f"There is no such kind. Write one of {', '.join(Activity.Kind.values)}.")
    if minutes is None or not 1 <= minutes <= DAY_MINUTES:
        wrong("minutes", f"Minutes are a whole number from 1 to {DAY_MINUTES:,}.")
    for problem in _note_problem(cells["note"]):
        wrong("note", problem)
    if bad or person is None or day is None or kind is None or minutes is None:
        return None, bad
    return (
        Activity(participant=person, key_worker=worker, day=day, kind=kind, minutes=minutes, note=cells["note"]),
        [],
    )


Known = tuple[int, int | None, date, str, int, str]


def _not_known(made: Sequence[Activity]) -> list[Activity]:
    """The rows that are neither written already (and stand or were corrected) nor twice in the file."""
    names = ("participant", "key_worker", "day", "kind", "minutes", "note")
    people = {one.participant_id for one in made}
    days = [one.day for one in made]
    written = Activity.objects.filter(participant__in=people, day__gte=min(days), day__lte=max(days))
    known: set[Known] = set(written.values_list(*names))
    new = []
    for one in made:
        key = (one.participant_id, one.key_worker_id, one.day, one.kind, one.minutes, one.note)
        if key not in known:
            known.add(key)
            new.append(one)
    return new

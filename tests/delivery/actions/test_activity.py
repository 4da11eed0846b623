"""The activity log: what is recorded, refused and corrected."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry, Role
from delivery.actions import activity
from delivery.actions.records import RowsRefused
from delivery.models import Activity, Participant
from delivery.selectors import activity as log
from stages.actions.visits import StageClosed
from tests import builders
from tests.delivery import records
from tests.delivery.records import AT
from tests.outcomes.scheme import Scheme

HEADER = "participant,day,kind,minutes,key_worker,note\n"


def person(scheme: Scheme, reference: str = "P-01") -> Participant:
    return Participant.objects.get(programme=scheme.programme, reference=reference)


def upload(scheme: Scheme, rows: str, **fields: Any) -> tuple[int, int]:
    given: dict[str, Any] = {"programme": scheme.programme, "agent": scheme.agent, "by": scheme.user, "at": AT}
    return activity.upload(**(given | fields), content=(HEADER + rows).encode())


def test_an_activity_is_recorded_and_corrected_by_a_further_row(scheme: Scheme) -> None:
    first = records.activity(person(scheme), by=scheme.user)
    second = activity.correct(activity=first, day=first.day, kind="call", minutes=15, by=scheme.user, at=AT)
    assert list(Activity.objects.all().standing()) == [second]
    with pytest.raises(Refused, match="was corrected already"):
        activity.correct(activity=first, day=first.day, kind="call", minutes=0, by=scheme.user, at=AT)
    done = AuditEntry.objects.filter(action__startswith="delivery.activity").order_by("pk")
    assert [row.action for row in done] == ["delivery.activity.record", "delivery.activity.correct"]
    assert "note" not in done[0].after
    with pytest.raises(DatabaseError), transaction.atomic():
        Activity.objects.update(minutes=1)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"reference": "Nobody"}, "No participant of Northern Works has the reference"),
        ({"minutes": 0}, "1 or more"),
        ({"minutes": 2000}, "whole number up to 1,440"),
        ({"kind": "party"}, "Select the kind"),
        ({"day": date(2026, 2, 1)}, "must not be in the future"),
        ({"day": date(2024, 2, 1)}, "The participant started on 11/01/2025"),
        ({"note": "Mail to sam@example.org"}, "an email address"),
        ({"note": "x" * 501}, "longer than 500"),
    ],
)
def test_what_cannot_be_is_refused(scheme: Scheme, wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        records.activity(person(scheme), **wrong)
    assert not Activity.objects.exists()


def test_a_file_is_taken_once(scheme: Scheme) -> None:
    records.worker(scheme.programme, scheme.agent)
    rows = "P-01,2025-03-01,meeting,45,W-1,First plan\nP-02,01/03/2025,Home visit,30,,\n"
    assert upload(scheme, rows) == (2, 0)
    assert upload(scheme, rows + "P-03,2025-03-02,call,5,,\n") == (1, 2)
    [first, _second] = AuditEntry.objects.filter(action="delivery.activity.upload").order_by("pk")
    assert first.after == {"agent": "northern-works", "rows": 2, "minutes": 75}


def test_every_bad_row_is_named_and_personal_data_is_not_shown_again(scheme: Scheme) -> None:
    rows = (
        "P-01,2025-03-01,meeting,45,,fine\n"
        "P-99,never,party,-3,W-9,\n"
        "P-02,2030-01-01,call,10,,\n"
        "P-03,2025-03-01,call,10,,ring 07700 900123\n"
    )
    with pytest.raises(RowsRefused) as refused:
        upload(scheme, rows)
    found = refused.value.rows
    assert [(row.number, row.column) for row in found] == [
        (3, "participant"), (3, "key_worker"), (3, "day"), (3, "kind"), (3, "minutes"), (4, "day"), (5, "note"),
    ]  # fmt: skip
    assert "07700" not in "".join(row.value + row.reason for row in found)
    assert not Activity.objects.exists()


def test_files_without_rows_or_columns_are_refused(scheme: Scheme) -> None:
    with pytest.raises(Refused, match="no rows below"):
        upload(scheme, "")
    with pytest.raises(Refused, match="Missing: participant"):
        activity.upload(programme=scheme.programme, agent=scheme.agent, content=b"x\n1\n", by=scheme.user, at=AT)


@pytest.mark.parametrize("role", [Role.COMMISSIONER, Role.AGENT, Role.ANALYST])
def test_nobody_else_writes_the_log(scheme: Scheme, role: str) -> None:
    other = builders.member(scheme.programme, role)
    one = records.activity(person(scheme))
    with pytest.raises(Forbidden):
        records.activity(person(scheme), by=other)
    with pytest.raises(Forbidden):
        activity.correct(activity=one, day=one.day, kind="call", minutes=1, by=other, at=AT)
    with pytest.raises(Forbidden):
        upload(scheme, "P-01,2025-03-01,meeting,45,,\n", by=other)


def test_nothing_is_written_while_the_stage_is_closed(scheme: Scheme) -> None:
    with pytest.raises(StageClosed):
        upload(scheme, "", programme=builders.programme_at_stage(4), by=builders.system())


def test_a_key_worker_of_somebody_else_is_refused(scheme: Scheme) -> None:
    elsewhere = records.worker(scheme.programme, builders.organisation())
    with pytest.raises(Refused, match="is not a key worker of this agent"):
        records.activity(person(scheme), key_worker=elsewhere)


def test_contact_counts_what_stands(scheme: Scheme) -> None:
    one = records.activity(person(scheme), minutes=60)
    records.activity(person(scheme, "P-02"), minutes=90)
    activity.correct(activity=one, day=one.day, kind="meeting", minutes=0, by=scheme.user, at=AT)
    line, everybody = log.by_segment(scheme.programme, None)
    assert line.seen is not None
    assert (line.seen.participants, line.seen.contacted, line.seen.minutes) == (60, 1, 90)
    assert everybody.seen == line.seen
    records.activity(person(scheme, "P-03"), day=date(2025, 1, 13) + timedelta(days=1), minutes=30)
    assert log.by_segment(scheme.programme, None)[0].per_head == 2

"""Who is with which key worker, by file and by filter."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry, Role
from delivery.actions import assignments
from delivery.actions.records import RowsRefused
from delivery.models import Assignment
from delivery.selectors import key_workers as pages
from stages.actions.visits import StageClosed
from tests import builders
from tests.delivery import records
from tests.delivery.records import AT
from tests.outcomes.scheme import Scheme

HEADER = "participant,key_worker,from,until\n"
TODAY = date(2025, 6, 1)


def upload(scheme: Scheme, rows: str, **fields: object) -> tuple[int, int]:
    given = {"programme": scheme.programme, "agent": scheme.agent, "by": scheme.user, "at": AT}
    return assignments.upload(**(given | fields), content=(HEADER + rows).encode())  # type: ignore[arg-type]


def caseloads(scheme: Scheme, day: date = TODAY) -> dict[str, int]:
    page = pages.page(scheme.user, scheme.programme, pages.Wanted(), day)
    return {row.worker.reference: row.caseload.participants for row in page.rows}


def test_a_file_assigns_participants_and_again_changes_nothing(scheme: Scheme) -> None:
    records.worker(scheme.programme, scheme.agent)
    rows = "P-01,W-1,2025-04-01,\nP-02,w-1,01/04/2025,2025-05-01\nP-01,W-1,2025-04-01,\n"
    assert upload(scheme, rows) == (2, 1)
    assert upload(scheme, rows) == (0, 3)
    assert caseloads(scheme) == {"W-1": 1}
    assert caseloads(scheme, date(2025, 4, 15)) == {"W-1": 2}
    [entry] = AuditEntry.objects.filter(action="delivery.assignments.add")
    assert entry.after == {"agent": "northern-works", "participants": 2}


def test_every_bad_row_is_named_at_once_and_nothing_is_taken(scheme: Scheme) -> None:
    records.worker(scheme.programme, scheme.agent, until_date=date(2025, 12, 31))
    rows = (
        "P-01,W-1,2025-04-01,\n"
        "P-99,W-9,2025-04-01,\n"
        "P-02,W-1,soon,never\n"
        "P-03,W-1,2024-04-01,\n"
        "P-04,W-1,2026-02-01,2026-01-01\n"
    )
    with pytest.raises(RowsRefused, match="Nothing was taken") as refused:
        upload(scheme, rows)
    assert [(row.number, row.column) for row in refused.value.rows] == [
        (3, "participant"), (3, "key_worker"), (4, "from"), (4, "until"), (5, "from"), (5, "from"), (6, "until"),
        (6, "from"),
    ]  # fmt: skip
    assert not Assignment.objects.exists()


def test_files_without_rows_or_columns_are_refused(scheme: Scheme) -> None:
    with pytest.raises(Refused, match="no rows below"):
        upload(scheme, "")
    given = {"programme": scheme.programme, "agent": scheme.agent, "by": scheme.user, "at": AT}
    with pytest.raises(Refused, match="Missing"):
        assignments.upload(**given, content=b"who\nP-01\n")  # type: ignore[arg-type]


def test_a_filter_assigns_the_longest_waiting_first(scheme: Scheme) -> None:
    first, second = (records.worker(scheme.programme, scheme.agent, name) for name in ("W-1", "W-2"))
    given = {"programme": scheme.programme, "agent": scheme.agent, "from_date": TODAY, "by": scheme.user, "at": AT}
    assert assignments.assign(**given, key_worker=first, at_most=10) == 10  # type: ignore[arg-type]
    assert assignments.assign(**given, key_worker=second) == 50  # type: ignore[arg-type]
    assert caseloads(scheme) == {"W-1": 10, "W-2": 50}
    held = Assignment.objects.filter(key_worker=first).values_list("participant__reference", flat=True)
    assert sorted(held) == [f"P-{number:02}" for number in range(10)]
    with pytest.raises(Refused, match="No participant fits"):
        assignments.assign(**given, key_worker=second)  # type: ignore[arg-type]
    moved = assignments.assign(**given, key_worker=second, only_unassigned=False)  # type: ignore[arg-type]
    assert (moved, caseloads(scheme)) == (10, {"W-1": 0, "W-2": 60})


def test_a_key_worker_of_somebody_else_or_not_in_post_gets_nobody(scheme: Scheme) -> None:
    elsewhere = records.worker(scheme.programme, builders.organisation())
    late = records.worker(scheme.programme, scheme.agent, from_date=date(2026, 1, 1))
    given = {"programme": scheme.programme, "agent": scheme.agent, "from_date": TODAY, "by": scheme.user, "at": AT}
    for worker, words in ((elsewhere, "is not a key worker of"), (late, "not in post")):
        with pytest.raises(Refused, match=words):
            assignments.assign(**given, key_worker=worker)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", [Role.COMMISSIONER, Role.AGENT])
def test_nobody_else_assigns(scheme: Scheme, role: str) -> None:
    with pytest.raises(Forbidden):
        upload(scheme, "P-01,W-1,2025-04-01,\n", by=builders.member(scheme.programme, role))


def test_nobody_is_assigned_while_the_stage_is_closed(scheme: Scheme) -> None:
    with pytest.raises(StageClosed):
        upload(scheme, "", programme=builders.programme_at_stage(4), by=builders.system())


def test_assignments_are_never_edited(scheme: Scheme) -> None:
    records.worker(scheme.programme, scheme.agent)
    upload(scheme, "P-01,W-1,2025-04-01,\n")
    with pytest.raises(DatabaseError), transaction.atomic():
        Assignment.objects.update(until_date=TODAY)


def test_participants_without_a_key_worker_are_counted(scheme: Scheme) -> None:
    records.worker(scheme.programme, scheme.agent, fte=Decimal("0.5"))
    records.agreed(scheme.programme, scheme.agent, caseload_ceiling=2)
    upload(scheme, "P-01,W-1,2025-04-01,2025-05-01\nP-02,W-1,2025-04-01,\nP-03,W-1,2025-04-01,\n")
    totals = pages.page(scheme.user, scheme.programme, pages.Wanted(), TODAY).totals
    assert (totals.participants, totals.with_worker, totals.ended, totals.never) == (60, 2, 1, 57)
    assert (totals.overloaded, totals.idle) == (1, 0)

"""Extracts of registers: matched by reference, whole or not at all, and the file itself not kept."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from accounts.errors import Forbidden
from accounts.models import AuditEntry, Role, User
from delivery.actions.records import RowsRefused
from outcomes.actions import registers
from outcomes.actions.files import FileRefused
from outcomes.models import RegisterExtract, RegisterRow
from tests import builders
from tests.outcomes import extracts
from tests.outcomes.scheme import Scheme

pytestmark = pytest.mark.django_db


@pytest.fixture
def verifier(scheme: Scheme) -> User:
    return builders.member(scheme.programme, Role.VERIFIER)


def kept_files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_rows_are_matched_with_participants_and_others_are_kept_as_unknown(scheme: Scheme, verifier: User) -> None:
    rival = builders.organisation("Rival", code="rival")
    person = scheme.participant("P-1")
    scheme.participant("P-2")
    scheme.participant("P-2", agent=rival)
    content = (
        "participant;outcome;achieved_on;until\n"
        "P-1;job_outcome;01/03/2025;30/06/2025\n\nP-9;job_outcome;01/03/2025;\nP-2;qualification;2025-04-01;\n"
    )
    before = kept_files()
    extract = extracts.send(scheme.programme, content, by=verifier)
    assert (extract.rows_count, extract.matched, extract.unmatched) == (3, 1, 2)
    rows = list(RegisterRow.objects.order_by("row_number"))
    assert [(row.row_number, row.match, row.participant) for row in rows] == [
        (2, "matched", person), (4, "unknown", None), (5, "ambiguous", None),
    ]  # fmt: skip
    assert (rows[0].event_date, rows[0].until_date) == (date(2025, 3, 1), date(2025, 6, 30))
    assert kept_files() == before
    audited = AuditEntry.objects.get(action="outcomes.register.upload")
    assert audited.after["digest"] == extract.digest
    assert audited.by == verifier


def test_an_agent_named_in_the_row_tells_two_participants_apart(scheme: Scheme, verifier: User) -> None:
    rival = builders.organisation("Rival", code="rival")
    builders.member(scheme.programme, Role.AGENT, organisation=rival)
    scheme.participant("P-2")
    theirs = scheme.participant("P-2", agent=rival)
    extracts.send(
        scheme.programme, "agent,participant,outcome,achieved_on\nrival,P-2,job_outcome,2025-03-01\n", by=verifier
    )
    assert RegisterRow.objects.get().participant == theirs


def test_nothing_is_taken_from_a_file_with_rows_that_cannot_be_read(scheme: Scheme, verifier: User) -> None:
    content = (
        "participant,outcome,achieved_on,until\n"
        "P-1,home,2025-03-01,\n,job_outcome,31/02/2025,\nP-1,job_outcome,2025-03-01,2025-02-01\n"
    )
    with pytest.raises(RowsRefused) as refused:
        extracts.send(scheme.programme, content, by=verifier)
    assert [(row.number, row.column) for row in refused.value.rows] == [
        (2, "outcome"), (3, "achieved_on"), (3, "participant"), (4, "until"),
    ]  # fmt: skip
    assert not RegisterExtract.objects.exists()


def test_the_same_file_is_not_taken_twice(scheme: Scheme, verifier: User) -> None:
    content = "participant,outcome,achieved_on\nP-1,job_outcome,2025-03-01\n"
    extracts.send(scheme.programme, content, by=verifier)
    with pytest.raises(registers.ExtractRefused, match="received before, as “Payroll, 2025”"):
        extracts.send(scheme.programme, content, by=verifier, name="Again")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("participant,outcome,achieved_on\n", "no rows"),
        ("participant,outcome\nP-1,job_outcome\n", "lacks the column achieved_on"),
        ("", "is empty"),
    ],
)
def test_a_file_that_cannot_be_taken_says_why(scheme: Scheme, verifier: User, content: str, message: str) -> None:
    with pytest.raises((FileRefused, registers.ExtractRefused), match=message):
        extracts.send(scheme.programme, content, by=verifier)
    assert not RegisterExtract.objects.exists()


def test_an_extract_cannot_cover_days_to_come_nor_end_before_it_begins(scheme: Scheme, verifier: User) -> None:
    content = "participant,outcome,achieved_on\nP-1,job_outcome,2025-03-01\n"
    for days, message in (
        ((date(2025, 1, 1), date(2026, 1, 1)), "days to come"),
        ((date(2025, 2, 1), date(2025, 1, 1)), "before the first"),
    ):
        with pytest.raises(registers.ExtractRefused, match=message):
            extracts.send(scheme.programme, content, by=verifier, covers_from=days[0], covers_until=days[1])


@pytest.mark.parametrize("role", [Role.AGENT, Role.PRINCIPAL, Role.ANALYST])
def test_only_commissioner_and_verifier_send_extracts(scheme: Scheme, role: Role) -> None:
    person = builders.member(scheme.programme, role)
    with pytest.raises(Forbidden):
        extracts.send(scheme.programme, "participant,outcome,achieved_on\nP-1,job_outcome,2025-03-01\n", by=person)

"""Files that change half-way, or hold what a spreadsheet would carry out."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from outcomes.actions import submissions
from outcomes.models import Claim
from outcomes.models.submissions import SILENCE
from outcomes.selectors import error_files
from tests.outcomes import scheme as schemes
from tests.outcomes.scheme import SENT

pytestmark = pytest.mark.django_db
HEADER = "participant,outcome,achieved_on,evidence_ref\n"
ROWS = 400


def a_file(made: schemes.Scheme, *, broken_from: int) -> str:
    lines = []
    for number in range(ROWS):
        cells = [f"P-{number}", "job_outcome", "2025-03-01", f"E-{number}"]
        if number >= broken_from:
            del cells[1]
        lines.append(",".join(cells))
    return HEADER + "\n".join(lines) + "\n"


@pytest.mark.fault("A column is missing from the middle of a file on")
def test_rows_without_the_column_are_refused_and_the_others_count_once() -> None:
    made = schemes.scheme()
    for number in range(ROWS):
        made.participant(f"P-{number}", date(2025, 1, 10))
    half = made.send(a_file(made, broken_from=ROWS // 2))
    assert (half.received, half.accepted, half.rejected) == (ROWS, ROWS // 2, ROWS // 2)
    whole = made.send(a_file(made, broken_from=ROWS), name="corrected.csv")
    assert (whole.accepted, whole.duplicates, whole.rejected) == (ROWS // 2, ROWS // 2, 0)
    assert Claim.objects.count() == ROWS


@pytest.mark.fault("Cells that a spreadsheet would take for formulas")
@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_what_would_be_a_formula_goes_out_as_text_and_comes_back_as_it_was(sign: str) -> None:
    made = schemes.scheme()
    reference = f"{sign}HYPERLINK(1)"
    made.participant("P-1")
    sent = made.send(f"{HEADER}{reference},job_outcome,2025-03-01,E-1\n")
    assert sent.rejected == 1
    out = b"".join(error_files.as_csv(sent)).decode()
    cells = [cell for row in csv.reader(io.StringIO(out.lstrip("\ufeff"))) for cell in row]
    assert f"'{reference}" in cells
    assert not [cell for cell in cells if cell.startswith(sign)]
    book = io.BytesIO()
    error_files.write_xlsx(sent, book)
    held = [cell for row in openpyxl.load_workbook(book).active.iter_rows() for cell in row]  # type: ignore[union-attr]
    assert f"'{reference}" in [cell.value for cell in held]
    assert not [cell for cell in held if cell.data_type == "f" or str(cell.value).startswith(sign)]
    made.participant(reference)
    again = made.send(out, name="corrected.csv")
    assert (again.accepted, Claim.objects.count()) == (1, 1)


@pytest.mark.fault("The queue is away for a minute while a file arrives")
def test_a_file_that_arrives_while_the_queue_is_away_is_taken_up_later(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: object
) -> None:
    made = schemes.scheme()
    made.participant("P-1")

    def away(*args: object, **kwargs: object) -> None:
        raise OperationalError("connection refused")

    with monkeypatch.context() as patched, django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        patched.setattr(current_app, "signature", away)
        with transaction.atomic():
            received = submissions.receive(
                programme=made.programme, agent=made.agent, kind="outcomes", filename="outcomes.csv",
                file=io.BytesIO(f"{HEADER}P-1,job_outcome,2025-03-01,E-1\n".encode()), by=made.user, at=SENT,
            )  # fmt: skip
    received.refresh_from_db()
    assert (received.status, Claim.objects.count()) == ("queued", 0)
    later = SENT + 2 * SILENCE
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert submissions.resume_stalled(at=later) == 1
    received.refresh_from_db()
    assert (received.status, Claim.objects.count()) == ("accepted", 1)
    assert submissions.resume_stalled(at=later) == 0

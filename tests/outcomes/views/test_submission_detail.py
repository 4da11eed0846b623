import csv
import io
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from outcomes.models import Submission
from tests.outcomes.scheme import Scheme


def path(submission: Submission, name: str = "submission_detail", *more: object) -> str:
    return reverse(f"outcomes:{name}", args=[submission.programme.slug, submission.pk, *more])


def test_it_shows_the_totals_the_causes_and_each_rejected_row(client: Client, scheme: Scheme, done: Submission) -> None:
    client.force_login(scheme.user)
    page = client.get(path(done)).content.decode()
    assert "3 rows in the file." in page
    assert "There is no such day as 31/02/2025." in page
    assert "Enter a value in the column achieved_on." in page
    assert "<strong>Columns that were not used:</strong> note." in page
    assert "Send the corrected file" in page


def test_rejected_rows_can_be_narrowed_to_one_error(client: Client, scheme: Scheme, done: Submission) -> None:
    client.force_login(scheme.user)
    assert rows(client.get(path(done), {"code": "missing"})) == [4]


def rows(response: Any) -> list[int]:
    return [item.row.row_number for item in response.context["page"].rows]


def test_a_long_report_is_read_page_by_page_and_from_any_row(client: Client, scheme: Scheme) -> None:
    cells = "".join(f"P-{number},qualification,31/02/2025\n" for number in range(50))
    long = scheme.send(f"participant,outcome,achieved_on\n{cells}")
    client.force_login(scheme.user)
    for narrowed in ({}, {"code": "date_impossible"}, {"q": "31/02"}, {"code": "date_impossible", "q": "31/02"}):
        first = client.get(path(long), narrowed)
        assert rows(first) == list(range(2, 22))
        assert "Rows from 22 on" in first.content.decode()
        assert "Rows before" not in first.content.decode()
        last = client.get(path(long), narrowed | {"row": "42"})
        assert rows(last) == list(range(42, 52))
        assert "Rows before 42" in last.content.decode()
        assert "Rows from" not in last.content.decode()
        assert rows(client.get(path(long), narrowed | {"before": "42"})) == list(range(22, 42))
        front = client.get(path(long), narrowed | {"before": "22"})
        assert (rows(front), "Rows before" in front.content.decode()) == (list(range(2, 22)), False)


def test_rejected_rows_are_found_by_what_a_cell_holds(client: Client, scheme: Scheme, done: Submission) -> None:
    client.force_login(scheme.user)
    assert rows(client.get(path(done), {"q": "31/02"})) == [3]
    nothing = client.get(path(done), {"q": "zebra"})
    assert (rows(nothing), "No rejected row matches" in nothing.content.decode()) == ([], True)


@pytest.mark.parametrize("name", ["row", "before"])
@pytest.mark.parametrize("made_up", ["x", "-1", "9" * 40])
def test_numbers_that_somebody_made_up_show_the_first_page(
    client: Client, scheme: Scheme, done: Submission, name: str, made_up: str
) -> None:
    client.force_login(scheme.user)
    shown = client.get(path(done), {name: made_up})
    assert rows(shown) == rows(client.get(path(done)))
    assert ("Enter the number of a row" in shown.content.decode()) == (name == "row")


def test_while_rows_are_read_the_page_shows_progress_and_asks_again(client: Client, scheme: Scheme) -> None:
    waiting = scheme.receive("participant,outcome,achieved_on\nP-1,qualification,2025-02-01\n")
    client.force_login(scheme.user)
    page = client.get(path(waiting)).content.decode()
    assert 'hx-trigger="every 2s"' in page
    assert '<meta http-equiv="refresh" content="5">' in page
    assert "Waiting for its turn" in client.get(path(waiting, "submission_progress")).content.decode()
    Submission.objects.filter(pk=waiting.pk).update(status="accepted")
    assert client.get(path(waiting, "submission_progress")).headers["HX-Refresh"] == "true"


def test_a_file_that_could_not_be_read_says_why(client: Client, scheme: Scheme) -> None:
    failed = scheme.send("name,result\na,b\n")
    client.force_login(scheme.user)
    page = client.get(path(failed)).content.decode()
    assert "The header lacks the columns participant, outcome, achieved_on." in page
    assert "Send a corrected file" in page


def test_the_same_file_again_says_when_it_was_first_received(client: Client, scheme: Scheme) -> None:
    scheme.participant("P-1")
    text = "participant,outcome,achieved_on\nP-1,qualification,2025-02-01\n"
    scheme.send(text)
    again = scheme.send(text)
    assert (again.accepted, again.duplicates, again.rejected) == (0, 1, 0)
    client.force_login(scheme.user)
    assert "first received" in client.get(path(again)).content.decode()


def test_the_rejected_rows_are_a_file_to_correct_and_send_again(
    client: Client, scheme: Scheme, done: Submission
) -> None:
    client.force_login(scheme.user)
    response = client.get(path(done, "submission_errors", "csv"))
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert [row[:5] for row in rows] == [
        ["participant", "outcome", "achieved_on", "note", "row_number"],
        ["P-9", "qualification", "31/02/2025", "b", "3"],
        ["P-8", "qualification", "", "c", "4"],
    ]
    assert rows[1][6] == "date_impossible | unknown_participant"
    scheme.participant("P-9")
    corrected = text.replace("31/02/2025", "28/02/2025").splitlines(keepends=True)
    sent = scheme.send("".join(corrected[:2]), name="corrected.csv")
    assert (sent.accepted, sent.duplicates, sent.rejected) == (1, 0, 0)
    assert sent.unknown_columns == ["note"]


def test_the_rejected_rows_can_be_had_as_a_workbook(client: Client, scheme: Scheme, done: Submission) -> None:
    client.force_login(scheme.user)
    response = client.get(path(done, "submission_errors", "xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))  # type: ignore[attr-defined]
    assert [row[0].value for row in book.active.rows] == ["participant", "P-9", "P-8"]  # type: ignore[union-attr]


def test_the_number_of_queries_does_not_grow_with_the_errors(
    client: Client, scheme: Scheme, django_assert_max_num_queries: object
) -> None:
    rows = "".join(f"X-{number},nothing,31/02/2025\n" for number in range(60))
    many = scheme.send("participant,outcome,achieved_on\n" + rows)
    client.force_login(scheme.user)
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        client.get(path(many))

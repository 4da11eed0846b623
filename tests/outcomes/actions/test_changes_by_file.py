"""Claims amended and withdrawn by a file: the same path as every file, nothing doubled, each with its reason."""

import io
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.errors import Forbidden
from accounts.models import Role
from contracts.models import Period
from outcomes.actions import claims, periods, single_claims, submissions
from outcomes.models import Claim, ClaimState, Question, Submission
from outcomes.selectors import claims as claim_rows
from payments.selectors import books
from tests import builders, interface
from tests.outcomes.actions.test_acceptance import errors, totals
from tests.outcomes.scheme import SENT, Scheme

HEADER = "participant,outcome,achieved_on,sequence,action,reason,new_achieved_on,new_sequence,new_value\n"
FIRST = (
    "participant,outcome,achieved_on,sequence,value\n"
    "P-1,qualification,2025-03-03,1,10\nP-1,qualification,2025-04-04,2,10\nP-2,job_outcome,2025-05-05,,\n"
)


@pytest.fixture
def sent(scheme: Scheme) -> Scheme:
    for reference in ("P-1", "P-2"):
        scheme.participant(reference)
    assert scheme.send(FIRST).accepted == 3
    return scheme


def change(scheme: Scheme, rows: str) -> Submission:
    return scheme.send(HEADER + rows, kind="changes", name="changes.csv")


def standing(scheme: Scheme) -> list[tuple[str, date, int, str]]:
    found = Claim.objects.standing().filter(programme=scheme.programme).order_by("participant", "event_date")
    return [(one.outcome, one.event_date, one.sequence, str(one.value or "")) for one in found]


def test_a_file_amends_and_withdraws_and_keeps_what_was_with_the_reasons(sent: Scheme) -> None:
    done = change(
        sent,
        "P-1,qualification,03/03/2025,,AMEND,Mistyped,2025-03-04,,12\nP-2,job_outcome,2025-05-05,,withdraw,No job,,,\n",
    )
    assert (done.status, totals(done)) == ("accepted", (2, 2, 0, 0))
    assert standing(sent) == [
        ("qualification", date(2025, 3, 4), 1, "12.0000"),
        ("qualification", date(2025, 4, 4), 2, "10.0000"),
    ]
    states = ClaimState.objects.order_by("pk").values_list("state", "reason", "changed_by__name")
    assert list(states) == [
        ("withdrawn", "Amended: Mistyped", sent.user.name), ("withdrawn", "No job", sent.user.name),
    ]  # fmt: skip
    new = Claim.objects.get(submission=done)
    assert new.amends is not None
    assert (new.amends.event_date, new.row_number) == (date(2025, 3, 3), 2)
    assert {claim.event_date for claim in books.claims(sent.programme)} == {date(2025, 3, 4), date(2025, 4, 4)}


def test_the_same_file_of_changes_sent_again_changes_nothing(sent: Scheme) -> None:
    rows = (
        "P-1,qualification,2025-03-03,,amend,Mistyped,2025-03-04,,\n"
        "P-1,qualification,2025-04-04,2,amend,Wrong sum,,,7\nP-2,job_outcome,2025-05-05,,withdraw,No job,,,\n"
    )
    change(sent, rows)
    after = standing(sent)
    again = change(sent, rows)
    assert (again.status, totals(again)) == ("accepted", (3, 0, 3, 0))
    assert standing(sent) == after
    assert sent.send(FIRST).accepted == 0, "nor does the file with the claims as they were"
    assert standing(sent) == after


def test_an_old_file_of_changes_does_not_undo_a_later_amendment(sent: Scheme) -> None:
    rows = "P-1,qualification,2025-03-03,,amend,Wrong sum,,,7\n"
    change(sent, rows)
    change(sent, "P-1,qualification,2025-03-03,,amend,Wrong again,,,8\n")
    assert errors(change(sent, rows)) == [(2, "participant", "changed_back")]
    assert standing(sent)[0][3] == "8.0000"


def test_every_row_that_cannot_be_carried_out_says_why_and_leaves_the_claim_as_it_is(sent: Scheme) -> None:
    change(sent, "P-1,qualification,2025-04-04,2,amend,Mistyped,2025-04-05,,\n")
    before = standing(sent)
    done = change(
        sent,
        "P-9,job_outcome,2025-05-05,,withdraw,Gone,,,\n"
        "P-1,qualification,2025-03-05,,withdraw,Gone,,,\n"
        "P-1,qualification,2025-03-03,,remove,,,,\n"
        "P-1,qualification,2025-03-03,,amend,A slip,,,\n"
        "P-1,qualification,2025-03-03,,withdraw,A slip,2025-03-04,,\n"
        "P-1,qualification,2025-04-04,2,withdraw,Gone,,,\n"
        "P-2,job_outcome,2025-05-05,,amend,A slip,2024-12-31,,\n"
        "P-1,qualification,2025-03-03,,amend,A slip,,4,\n",
    )
    assert (done.status, totals(done)) == ("rejected", (8, 0, 0, 8))
    assert [row for row in errors(done) if row[0] != 8] == [
        (2, "participant", "unknown_participant"), (3, "participant", "unknown_claim"), (4, "action", "unknown_action"),
        (4, "reason", "missing"), (5, "action", "nothing_to_change"), (6, "action", "withdraws_and_changes"),
        (7, "participant", "changed_since"), (9, "new_sequence", "sequence_too_high"),
    ]  # fmt: skip
    assert (8, "new_achieved_on", "before_start") in errors(done)
    assert standing(sent) == before


def test_claims_change_places_and_stay_where_one_of_them_is_refused(sent: Scheme) -> None:
    swap = (
        "P-1,qualification,2025-03-03,1,amend,Swapped,2025-04-04,2,\n"
        "P-1,qualification,2025-04-04,2,amend,Swapped,2025-03-03,1,\n"
    )
    before = standing(sent)
    refused = change(sent, swap.replace("2025-03-03,1,\n", "2029-03-03,1,\n"))
    assert {code for _, _, code in errors(refused)} >= {"date_future", "place_not_free"}
    assert standing(sent) == before
    assert change(sent, swap).accepted == 2
    assert len(standing(sent)) == 3
    onto = change(sent, "P-1,qualification,2025-03-03,1,amend,A slip,2025-04-04,2,\n")
    assert {code for _, _, code in errors(onto)} <= {"claimed_already", "differs_from_history"}
    assert len(standing(sent)) == 3


def test_one_claim_named_twice_in_a_file(sent: Scheme) -> None:
    row = "P-1,qualification,2025-03-03,,amend,A slip,,,{}\n"
    assert totals(change(sent, row.format(7) + row.format(7))) == (2, 1, 1, 0)
    differing = change(sent, "P-1,qualification,2025-03-03,,amend,A slip,,,8\n" + row.format(9))
    assert [code for _, _, code in errors(differing)] == ["same_key_in_file"] * 2


def test_a_dry_run_and_all_or_none_take_nothing(sent: Scheme) -> None:
    rows = HEADER + "P-2,job_outcome,2025-05-05,,withdraw,No job,,,\n"
    checked = sent.receive(rows, kind="changes", dry_run=True)
    assert sent_result(sent, checked) == ("checked", 1, 0)
    mixed = sent.receive(rows + "P-9,job_outcome,2025-05-05,,withdraw,No job,,,\n", kind="changes", consent="all")
    assert sent_result(sent, mixed) == ("rejected", 1, 0)
    assert len(standing(sent)) == 3
    with pytest.raises(Forbidden):
        sent.send(rows, kind="changes", by=builders.user("Stranger"))


def sent_result(scheme: Scheme, submission: Submission) -> tuple[str, int, int]:
    done = submissions.process(submission_id=submission.pk, at=SENT, wait=True)
    return done.status, done.takeable, done.accepted


def test_what_takes_a_claims_place_asks_the_questions_of_every_file_and_closes_those_of_the_claim(sent: Scheme) -> None:
    first = sent.send("participant,outcome,achieved_on,sequence\nP-1,qualification,2025-04-04,3\n")
    assert first.status == "questions"
    done = change(sent, "P-1,qualification,2025-04-04,3,amend,Another day,2025-03-03,,\n")
    first.refresh_from_db()
    assert (done.status, first.status) == ("questions", "accepted")
    assert {one.claim_id for one in Question.objects.open()} == {Claim.objects.get(submission=done).pk}


def test_a_claim_amended_or_withdrawn_on_its_page_meanwhile(sent: Scheme) -> None:
    claim = Claim.objects.get(outcome="job_outcome")
    claims.withdraw(claim=claim, reason="On the page", by=sent.user, at=SENT)
    done = change(
        sent,
        "P-2,job_outcome,2025-05-05,,amend,A slip,2025-05-06,,\nP-2,job_outcome,2025-05-05,,withdraw,No job,,,\n",
    )
    assert (errors(done), done.duplicates) == ([(2, "participant", "withdrawn_before")], 1)
    assert ClaimState.objects.get(claim=claim).reason == "On the page"
    single = Claim.objects.get(outcome="qualification", sequence=1)
    row = {name: cell for name, cell in claim_rows.as_row(single).items() if name not in ("participant", "outcome")}
    single_claims.amend(claim=single, row=row | {"value": "11"}, reason="Page", by=sent.user, at=SENT)
    assert change(sent, "P-1,qualification,2025-03-03,,amend,Sum,,,12\n").accepted == 1
    assert standing(sent)[0][3] == "12.0000"


def test_a_closed_period_takes_withdrawals_and_no_amended_claims(sent: Scheme) -> None:
    period = Period.objects.create(
        programme=sent.programme, code="2025-q1", starts_on=date(2025, 1, 1), ends_on=date(2025, 4, 30)
    )
    commissioner = builders.member(sent.programme, Role.COMMISSIONER)
    periods.close(period=period, statement="All is in.", by=commissioner, at=SENT + timedelta(days=1))
    amend, take_back = (
        "qualification,2025-03-03,,amend,A slip,2025-03-04,,",
        "qualification,2025-04-04,2,withdraw,No,,,",
    )
    done = sent.send(f"{HEADER}P-1,{amend}\nP-1,{take_back}\n", kind="changes", at=SENT + timedelta(days=2))
    assert (errors(done), done.accepted) == ([(2, "new_achieved_on", "period_closed")], 1)


def test_pages_the_interface_and_the_command_take_the_same_file(sent: Scheme, client: Client, tmp_path: Path) -> None:
    client.force_login(sent.user)
    pages = [sent.programme.slug]
    book = client.get(reverse("outcomes:submission_template", args=[*pages, "changes", "xlsx"])).content
    sheets = load_workbook(io.BytesIO(book))
    assert [cell.value for cell in sheets["Rows"][1]][:5] == [
        "participant",
        "outcome",
        "achieved_on",
        "action",
        "reason",
    ]
    assert {rule.formula1 for rule in sheets["Rows"].data_validations.dataValidation if rule.type == "list"}
    shown = client.get(reverse("outcomes:submission_new", args=pages)).content.decode()
    assert "Changes to claims that you sent before" in shown
    rows = HEADER + "P-2,job_outcome,2025-05-05,,withdraw,No job,,,\n"
    system = interface.system_of(sent.user)
    made = system.post(f"programmes/{pages[0]}/submissions/?kind=changes", rows.encode(), kind="text/csv").json()
    done = submissions.process(submission_id=made["id"], at=SENT + timedelta(days=3), wait=True)
    assert done.accepted == 1
    page = client.get(reverse("outcomes:submission_detail", args=[*pages, done.pk])).content.decode()
    assert "0 amended, 1 withdrawn" in page
    path = tmp_path / "changes.csv"
    path.write_text(HEADER + "P-1,qualification,2025-03-03,,amend,Sum,,,8\n")
    place = ("--programme", pages[0], "--agent", sent.agent.code, path, "--kind", "changes", "--json")
    out = io.StringIO()
    call_command("submit_outcomes", *place, stdout=out)
    assert json.loads(out.getvalue())["accepted"] == 1

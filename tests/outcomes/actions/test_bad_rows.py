"""Rows that cannot be taken: each with its reason and its cure, while the good rows beside it are accepted."""

from datetime import date

import pytest

from outcomes.actions import claims
from outcomes.models import Claim, RowError, Submission
from tests import builders
from tests.outcomes.scheme import OUTCOME_HEADER, SENT, Scheme, agreed_version

GOOD = "P-1,qualification,2025-03-01,,,,"


def said(submission: Submission) -> list[tuple[int, str, str, str]]:
    rows = RowError.objects.filter(submission=submission).order_by("row_number", "id")
    return [(row.row_number, row.field, row.reason, row.cure) for row in rows]


@pytest.mark.parametrize(
    ("row", "field", "reason", "cure"),
    [
        (
            "P-1,qualification,,,,,",
            "achieved_on",
            "The cell is empty.",
            "Enter a value in the column achieved_on.",
        ),
        (
            "P-1,qualification,2025-02-30,,,,",
            "achieved_on",
            "There is no such day as 2025-02-30.",
            "Enter the date as 31/03/2025 (day, month, year) or as 2025-03-31.",
        ),
        (
            "P-1,qualification,March,,,,",
            "achieved_on",
            "“March” is not a date.",
            "Enter the date as 31/03/2025 (day, month, year) or as 2025-03-31.",
        ),
        (
            "P-1,qualification,31/03/25,,,,",
            "achieved_on",
            "The year of 31/03/25 has only two digits.",
            "Enter the year with four digits, such as 31/03/2025.",
        ),
        (
            "P-1,qualification,03/31/2025,,,,",
            "achieved_on",
            "03/31/2025 is not a UK date: it looks as if the month stands before the day.",
            "Enter the day first, as 31/03/2025, or use 2025-03-31.",
        ),
        (
            "P-1,qualification,45747,,,,",
            "achieved_on",
            "45747 is a number, not a date.",
            "Format the column as a date in the spreadsheet, then save it and send it again.",
        ),
        (
            "P-1,qualification,2025-12-02,,,,",
            "achieved_on",
            "2 December 2025 is after the day on which the file was sent (1 December 2025).",
            "Send the row once the day has come, or correct the date.",
        ),
        (
            "P-1,nothing,2025-03-01,,,,",
            "outcome",
            "The contract has no outcome with the code “nothing”.",
            "Use one of these codes: job_outcome, sustained_job, qualification.",
        ),
        (
            "P-7,qualification,2025-03-01,,,,",
            "participant",
            "Northern Works has no participant with the reference “P-7” on this programme.",
            "Check the reference, or send the participant first in a file of participants.",
        ),
        (
            "ｐ- 1,qualification,2025-03-01,,,,",
            "participant",
            "Only capital letters, spaces or noughts in front tell “ｐ- 1” from your participant “P-1”.",
            "Write the reference just as the participant was sent.",
        ),
        (
            "P-1,qualification,2025-01-09,,,,",
            "achieved_on",
            "9 January 2025 is before the participant started (10 January 2025).",
            "Correct the date; an outcome can count only from the start.",
        ),
        (
            "P-2,job_outcome,2025-11-02,,,,",
            "achieved_on",
            "2 November 2025 is after the last day that counts for this participant and outcome (1 November 2025).",
            "Correct the date, or remove the row: an outcome after the window is not paid.",
        ),
        (
            "P-2,qualification,2024-12-31,,,,",
            "achieved_on",
            "No contract version was in force on 31 December 2024.",
            "Check the date. The contract is in force from 1 January 2025 to 30 June 2026.",
        ),
        (
            "P-1,qualification,2025-03-01,4,,,",
            "sequence",
            "4 is more than the number of times this outcome counts for one participant (3).",
            "Enter a number from 1 to 3.",
        ),
        (
            "P-1,qualification,2025-03-01,1.5,,,",
            "sequence",
            "“1.5” is not a whole number from 1 upwards.",
            "Enter 1 for the first time, 2 for the second, and so on, or leave the cell empty for 1.",
        ),
        (
            "P-1,qualification,2025-03-01,,twelve,,",
            "value",
            "“twelve” is not a number.",
            "Enter a number such as 12.5, without a unit.",
        ),
        (
            "P-1,qualification,2025-03-01,,1.23456,,",
            "value",
            "1.23456 has more than four decimal places.",
            "Round the number to four decimal places.",
        ),
        (
            "P-1,qualification,2025-03-01,,10000000000,,",
            "value",
            "10000000000 is too large.",
            "Enter a number below 10,000,000,000.",
        ),
        (
            "P-1,job_outcome,2025-03-01,,,rumour,",
            "evidence_kind",
            "The contract does not accept “rumour” as evidence of this outcome.",
            "Use one of these codes: payslip, employer_letter.",
        ),
        (
            f"P-1,qualification,2025-03-01,,,,{'x' * 201}",
            "evidence_ref",
            "The cell holds 201 characters.",
            "Shorten it to 200 characters or fewer.",
        ),
        (
            'P-1,qualification,2025-03-01,,,,"two\nlines"',
            "evidence_ref",
            "The cell holds a line break or another character that cannot be shown.",
            "Type the cell again on one line.",
        ),
        (
            "P-1,qualification,2025-03-01,,,,a,b",
            "",
            "The row has 8 cells but the header has 7.",
            "Put quotation marks around any cell that contains the separator, or remove the extra cells.",
        ),
    ],
)
def test_a_bad_row_is_rejected_with_its_reason_and_cure(
    scheme: Scheme, row: str, field: str, reason: str, cure: str
) -> None:
    scheme.participant("P-1")
    scheme.participant("P-2", date(2024, 11, 1))
    done = scheme.send(f"{OUTCOME_HEADER}\n{GOOD}\n{row}\n")
    assert said(done) == [(3, field, reason, cure)]
    assert (done.status, done.received, done.accepted, done.duplicates, done.rejected) == ("partly", 2, 1, 0, 1)


def test_a_file_of_dates_that_are_all_month_first_is_not_ambiguous_but_wrong_row_by_row(scheme: Scheme) -> None:
    scheme.participant("P-1")
    done = scheme.send("participant,outcome,achieved_on\nP-1,qualification,03/31/2025\nP-1,qualification,04/30/2025\n")
    assert (done.status, done.rejected) == ("rejected", 2)


def test_slashed_dates_are_read_with_the_day_first(scheme: Scheme) -> None:
    scheme.participant("P-1")
    assert scheme.send("participant,outcome,achieved_on\nP-1,qualification,03/04/2025\n").accepted == 1
    assert Claim.objects.get().event_date == date(2025, 4, 3)


def test_an_outcome_of_another_version_is_not_known_in_the_one_in_force(scheme: Scheme) -> None:
    """The second version has the same outcomes; an event before the first or after the last has no version."""
    later = agreed_version(scheme.programme, scheme.agent, number=2, effective_from=date(2026, 7, 1), effective_to=None)
    scheme.participant("P-1")
    done = scheme.send(
        "participant,outcome,achieved_on\nP-1,qualification,2026-06-30\nP-1,qualification,2026-07-01\n",
        at=SENT.replace(year=2026),
    )
    assert done.accepted == 2
    versions = dict(Claim.objects.values_list("event_date", "version"))
    assert versions == {date(2026, 6, 30): scheme.version.pk, date(2026, 7, 1): later.pk}


def test_a_row_twice_in_a_file_counts_once_and_does_no_harm(scheme: Scheme) -> None:
    scheme.participant("P-1")
    done = scheme.send(f"{OUTCOME_HEADER}\n{GOOD}\n{GOOD}\n{GOOD}\n")
    assert (done.status, done.accepted, done.duplicates, done.rejected) == ("accepted", 1, 2, 0)


def test_rows_of_one_key_that_contradict_each_other_are_both_rejected(scheme: Scheme) -> None:
    scheme.participant("P-1")
    done = scheme.send(f"{OUTCOME_HEADER}\nP-1,qualification,2025-03-01,,1,,\nP-1,qualification,2025-03-01,,2,,\n")
    reason = "The file has this outcome more than once with different details (also in row {})."
    cure = "Keep the row that is right and remove the others."
    assert said(done) == [(2, "participant", reason.format(3), cure), (3, "participant", reason.format(2), cure)]
    assert done.accepted == 0


def test_a_row_of_history_changes_nothing_and_one_that_contradicts_it_says_so(scheme: Scheme) -> None:
    scheme.participant("P-1")
    scheme.send(f"{OUTCOME_HEADER}\nP-1,qualification,2025-03-01,,1.5,exam,E1\n")
    again = scheme.send(
        f"{OUTCOME_HEADER}\nP-1,qualification,2025-03-01,1,1.50,exam,E1\n", name="again.csv", at=SENT.replace(day=8)
    )
    assert (again.accepted, again.duplicates, again.rejected) == (0, 1, 0)
    other = scheme.send(f"{OUTCOME_HEADER}\nP-1,qualification,2025-03-01,,2,exam,E2\n", at=SENT.replace(day=9))
    assert said(other) == [
        (
            2,
            "participant",
            "This outcome was received on 1 December 2025 with other details: the value was 1.5000, "
            "the reference of the evidence was E1.",
            "Remove the row if nothing has changed. A claim that was received is never changed by sending it again.",
        )
    ]
    assert Claim.objects.count() == 1


def test_an_outcome_counts_only_as_often_as_the_contract_says(scheme: Scheme) -> None:
    scheme.participant("P-1")
    scheme.send("participant,outcome,achieved_on\nP-1,qualification,2025-02-01\nP-1,qualification,2025-02-02\n")
    done = scheme.send(
        "participant,outcome,achieved_on\nP-1,qualification,2025-03-01\nP-1,qualification,2025-03-02\n"
        "P-1,job_outcome,2025-03-01\nP-1,job_outcome,2025-03-02\n"
    )
    assert done.accepted == 2
    reason = "This outcome counts {} for one participant, and it has been claimed as often already ({})."
    assert [(number, text) for number, _, text, _ in said(done)] == [
        (3, reason.format("3 times", "for 1 February 2025, 2 February 2025, in row 2 of this file")),
        (5, reason.format("once", "in row 4 of this file")),
    ]


def test_each_step_of_a_sustained_outcome_is_claimed_once_whatever_its_date(scheme: Scheme) -> None:
    scheme.participant("P-1")
    header = "participant,outcome,sequence,achieved_on\n"
    scheme.send(f"{header}P-1,sustained_job,1,2025-03-01\n")
    done = scheme.send(f"{header}P-1,sustained_job,1,2025-03-08\nP-1,sustained_job,2,2025-03-29\n")
    assert done.accepted == 1
    assert said(done)[0][2] == (
        "This outcome was received on 1 December 2025 with other details: the date was 1 March 2025."
    )


def test_a_withdrawn_claim_makes_room_but_is_not_taken_again(scheme: Scheme) -> None:
    scheme.participant("P-1")
    row = "participant,outcome,achieved_on\nP-1,job_outcome,{}\n"
    scheme.send(row.format("2025-03-01"))
    claims.withdraw(claim=Claim.objects.get(), reason="Sent in error", by=scheme.user, at=SENT)
    assert said(scheme.send(row.format("2025-03-01")))[0][2] == (
        "This claim was received on 1 December 2025 and has since been withdrawn."
    )
    assert scheme.send(row.format("2025-04-01")).accepted == 1


def test_the_participant_of_another_agent_is_not_known(scheme: Scheme) -> None:
    scheme.participant("P-1", agent=builders.organisation("Other"))
    done = scheme.send("participant,outcome,achieved_on\nP-1,job_outcome,2025-03-01\n")
    assert said(done)[0][2].startswith("Northern Works has no participant with the reference “P-1”")


def test_row_numbers_are_those_of_the_spreadsheet(scheme: Scheme) -> None:
    done = scheme.send('\nparticipant,outcome,achieved_on,note\nA,x,y,"one\ntwo\nthree"\n\nB,x,y,\n')
    assert sorted({number for number, *_ in said(done)}) == [3, 5]
    assert done.received == 2


def test_participants_are_placed_in_the_segment_of_the_version_in_force(scheme: Scheme) -> None:
    done = scheme.send(
        "participant,started_on,group\nA,2025-02-01,2\nA,2025-02-01,2\nB,2025-02-01,9\nC,2019-02-01,1\nD,2025-12-25,1\n"
        "E,2025-02-01,1\nE,2025-02-02,1\n",
        kind="participants",
    )
    assert (done.accepted, done.duplicates, done.rejected) == (1, 1, 5)
    assert [(number, field, reason) for number, field, reason, _ in said(done)] == [
        (4, "group", "No segment of the contract fits group “9”."),
        (5, "started_on", "No contract version was in force on 1 February 2019."),
        (6, "started_on", "25 December 2025 is after the day on which the file was sent (1 December 2025)."),
        (7, "participant", "The file has this participant more than once with different details (also in row 8)."),
        (8, "participant", "The file has this participant more than once with different details (also in row 7)."),
    ]
    placed = scheme.programme.participants.get()
    assert (placed.reference, placed.segment, placed.attributes) == ("A", "group-2", {"group": "2"})
    again = scheme.send("participant,started_on,group\nA,2025-02-01,2\n", kind="participants")
    assert (again.accepted, again.duplicates) == (0, 1)
    moved = scheme.send("participant,started_on,group\nA,2025-02-01,1\n", kind="participants")
    assert said(moved)[0][2] == (
        "This participant is already on the programme: started 1 February 2025, segment group-2."
    )


def test_a_second_participant_whose_reference_people_would_hold_for_the_first_is_refused(scheme: Scheme) -> None:
    rows = ["P-1,2025-02-01,1", "p-1,2025-02-01,1", "0042,2025-02-01,1", "42,2025-02-02,1"]
    done = scheme.send("\n".join(["participant,started_on,group", *rows]), kind="participants")
    assert [(row, reason) for row, _, reason, _ in said(done)] == [
        (3, "The participant “P-1” started on the same day, and the references differ in capital letters, spaces or "
            "noughts in front alone."),
    ]  # fmt: skip
    again = scheme.send("participant,started_on,group\n42 ,2025-02-01,1\n00042,2025-02-01,1\n", kind="participants")
    assert (again.accepted, len(said(again))) == (0, 2)

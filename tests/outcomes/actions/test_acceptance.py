"""What becomes of the rows of a file."""

from datetime import date

from outcomes.models import Claim, RejectedRow, RowError, Submission
from tests.outcomes.scheme import Scheme


def totals(submission: Submission) -> tuple[int, int, int, int]:
    return submission.received, submission.accepted, submission.duplicates, submission.rejected


def errors(submission: Submission) -> list[tuple[int, str, str]]:
    rows = RowError.objects.filter(submission=submission).order_by("row_number", "field", "code")
    return [(row.row_number, row.field, row.code) for row in rows]


def sentences(submission: Submission) -> list[tuple[str, str]]:
    return list(
        RowError.objects.filter(submission=submission).order_by("row_number", "id").values_list("reason", "cure")
    )


def test_good_rows_become_claims_with_what_the_agent_gave(scheme: Scheme) -> None:
    scheme.participant("P-1")
    done = scheme.send(
        "Participant ; Outcome;Achieved On;value;evidence_kind;evidence_ref;Key worker\n"
        "P-1;Qualification;31/03/2025;12.5;Certificate;C-17;Ada\n\n"
        "P-1;JOB_OUTCOME;2025-04-02;;PAYSLIP;;Ada\n"
    )
    assert (done.status, done.failure) == ("accepted", "")
    assert totals(done) == (2, 2, 0, 0)
    assert done.unknown_columns == ["Key worker"]
    claims = {claim.outcome: claim for claim in Claim.objects.all()}
    assert claims["qualification"].event_date == date(2025, 3, 31)
    assert str(claims["qualification"].value) == "12.5000"
    assert (claims["qualification"].row_number, claims["job_outcome"].row_number) == (2, 4)
    assert claims["job_outcome"].evidence_kind == "payslip"
    assert claims["qualification"].version == scheme.version


def test_every_error_of_every_row_is_told(scheme: Scheme) -> None:
    scheme.participant("P-1")
    done = scheme.send(
        "participant,outcome,achieved_on,sequence,value\n"
        "P-1,qualification,2025-02-01,,\n"
        "P-9,nothing,31/02/2025,0,abc\n"
        ",qualification,,,\n"
    )
    assert totals(done) == (3, 1, 0, 2)
    assert done.status == "partly"
    assert errors(done) == [
        (3, "achieved_on", "date_impossible"),
        (3, "outcome", "unknown_outcome"),
        (3, "participant", "unknown_participant"),
        (3, "sequence", "sequence_not_whole"),
        (3, "value", "number_unknown"),
        (4, "achieved_on", "missing"),
        (4, "participant", "missing"),
    ]
    assert RejectedRow.objects.get(row_number=3).cells == ["P-9", "nothing", "31/02/2025", "0", "abc"]

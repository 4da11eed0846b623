"""What is unusual is asked once and remembered; what is merely good is not asked about."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from accounts.errors import Forbidden
from accounts.models import AuditEntry
from contracts.models import Period
from outcomes.actions import claims, questions, submissions
from outcomes.models import Answer, Claim, Question, Submission
from tests import builders
from tests.outcomes.scheme import SENT, Scheme, agreed_version, table

HEADER = "participant,outcome,achieved_on,sequence,value,evidence_kind,evidence_ref"
DAY = date(2025, 3, 3)


def asked(submission: Submission) -> Counter[str]:
    return Counter(Question.objects.filter(submission=submission).values_list("code", flat=True))


def rows(number: int, **cells: object) -> list[tuple[object, ...]]:
    """Rows of as many participants, on days of their own unless told."""
    given = {"outcome": "qualification", "day": None, "value": "", "evidence": ""} | cells
    return [
        (
            f"P-{place}",
            given["outcome"],
            given["day"] or DAY + timedelta(days=place),
            "",
            given["value"],
            "",
            given["evidence"],
        )
        for place in range(number)
    ]


@pytest.fixture
def people(scheme: Scheme) -> Scheme:
    for place in range(60):
        scheme.participant(f"P-{place}")
    return scheme


def test_ordinary_rows_raise_no_question(people: Scheme) -> None:
    done = people.send(table(HEADER, rows(40, value=5)))
    assert (done.status, done.questions, asked(done)) == ("accepted", 0, Counter())


def test_each_kind_of_unusual_row_is_asked_about_in_words(people: Scheme) -> None:
    old = people.participant("OLD", date(2023, 1, 9))
    agreed_version(
        people.programme, people.agent, number=2, effective_from=date(2023, 1, 1), effective_to=date(2024, 12, 31)
    )
    lines = rows(30, value=5)
    lines += [(old.reference, "qualification", date(2025, 6, 2), "", 4, "", "")]
    lines += [("P-40", "qualification", DAY, 1, "", "", ""), ("P-40", "qualification", DAY, 2, "", "", "")]
    lines += [("P-41", "qualification", DAY, "", 900, "", "")]
    lines += [
        ("P-42", "job_outcome", DAY, "", "", "", "LETTER 1"),
        ("P-43", "job_outcome", DAY, "", "", "", "LETTER 1"),
    ]
    done = people.send(table(HEADER, lines) + "P-44,qualification,2025-05-05,2\n")
    assert (done.status, done.rejected) == ("questions", 0)
    assert asked(done) == {
        "long_after_start": 1, "several_on_one_date": 2, "value_unusual": 1, "shared_evidence": 2, "short_row": 1,
    }  # fmt: skip
    said = dict(Question.objects.values_list("code", "sentence"))
    assert said["long_after_start"] == "It is 875 days after the start (9 January 2023)."
    assert said["several_on_one_date"] == "The participant has 2 outcomes on 3 March 2025."
    assert said["value_unusual"] == "The value is 900; half of the values that you send lie at 5."
    assert said["shared_evidence"] == "The evidence “LETTER 1” stands in the file for 2 participants."
    assert said["short_row"] == "The row has 4 cells and the header has 7."


def test_what_stands_out_only_in_the_whole_file_is_asked_about(people: Scheme) -> None:
    Period.objects.create(programme=people.programme, code="q1", starts_on=date(2025, 1, 1), ends_on=date(2025, 3, 31))
    crowd = rows(25, day=date(2025, 4, 7)) + [
        (f"P-{place}", "qualification", date(2025, 5, 1) + timedelta(days=place), "", "", "", "")
        for place in range(30, 36)
    ]
    assert asked(people.send(table(HEADER, crowd))) == {"many_on_one_day": 25}
    bunched = [
        (f"P-{place}", "job_outcome", date(2026, 1, 5) + timedelta(days=place % 5), "", "", "", "")
        for place in range(30)
    ]
    later = people.send(table(HEADER, bunched), at=SENT + timedelta(days=60))
    assert asked(later) == {"bunched_in_window": 30}
    late = [
        (f"P-{place}", "sustained_job", date(2025, 3, 27) + timedelta(days=place % 5), "", "", "", "")
        for place in range(15)
    ]
    assert asked(people.send(table(HEADER, late))) == {"late_at_period_end": 15}


def test_an_answer_is_remembered_and_the_same_thing_never_asked_again(people: Scheme) -> None:
    twice = "P-1,qualification,2025-03-03,1,,,\nP-1,qualification,2025-03-03,2,,,\n"
    done = people.send(f"{HEADER}\n{twice}P-2,qualification,2025-03-03,1,,,\nP-2,qualification,2025-03-03,2,,,\n")
    first = Question.objects.order_by("row_number").first()
    assert first is not None
    with pytest.raises(Forbidden):
        questions.answer(question=first, scope="row", reason="So", by=builders.user("Stranger"), at=SENT)
    with pytest.raises(questions.QuestionRefused, match="Enter the reason"):
        questions.answer(question=first, scope="row", reason=" ", by=people.user, at=SENT)
    questions.answer(question=first, scope="participant", reason="Two papers in one day", by=people.user, at=SENT)
    with pytest.raises(questions.QuestionRefused, match="answered already"):
        questions.answer(question=first, scope="row", reason="Again", by=people.user, at=SENT)
    done.refresh_from_db()
    assert (done.status, done.questions) == ("questions", 2)
    other = Question.objects.open().earliest("row_number")
    questions.answer(question=other, scope="cause", reason="The college examines on one day", by=people.user, at=SENT)
    done.refresh_from_db()
    assert (done.status, done.questions) == ("accepted", 0)
    assert AuditEntry.objects.filter(action="outcomes.question.answer").count() == 2
    again = people.send(f"{HEADER}\n{twice}")
    assert (again.status, again.duplicates, asked(again)) == ("accepted", 2, Counter())
    later = people.send(f"{HEADER}\nP-1,qualification,2025-03-03,3,,,\nP-2,qualification,2025-03-03,3,,,\n")
    reasons = dict(Question.objects.filter(submission=later).values_list("participant__reference", "answer__reason"))
    assert reasons == {"P-1": "Two papers in one day", "P-2": None}
    assert later.questions == 1


def test_a_check_only_tells_what_would_be_asked_and_leaves_no_claim(people: Scheme) -> None:
    received = people.receive(
        f"{HEADER}\nP-1,qualification,2025-03-03,1,,,\nP-1,qualification,2025-03-03,2,,,\n", dry_run=True
    )
    done = submissions.process(submission_id=received.pk, at=SENT, wait=True)
    assert (done.status, done.questions, Claim.objects.count()) == ("checked", 2, 0)
    question = Question.objects.first()
    assert question is not None
    with pytest.raises(questions.QuestionRefused, match="only checked"):
        questions.answer(question=question, scope="row", reason="So", by=people.user, at=SENT)


@pytest.mark.fault("A column is missing from the middle of a file on")
def test_a_column_that_is_missing_half_way_is_told_and_nothing_slips_into_its_neighbour(people: Scheme) -> None:
    done = people.send(
        "participant,outcome,achieved_on,sequence,value\nP-1,qualification,2025-03-03,1,5\n"
        "P-2,qualification,2025-03-03,1,5\nP-3,2025-03-03,1,5\nP-4,qualification,2025-03-03,3\n"
    )
    codes = set(done.row_errors.filter(row_number=4).values_list("code", flat=True))
    assert codes == {"unknown_outcome", "date_unknown", "too_few_cells"}
    assert asked(done) == {"short_row": 1}


def test_answers_and_questions_stay_as_they_were_written(people: Scheme) -> None:
    people.send(f"{HEADER}\nP-1,qualification,2025-03-03,1,,,\nP-1,qualification,2025-03-03,2,,,\n")
    question = Question.objects.earliest("pk")
    questions.answer(question=question, scope="cause", reason="So it was", by=people.user, at=SENT)
    changes: list[tuple[Any, dict[str, Any]]] = [
        (Answer, {"reason": "Otherwise"}),
        (Question, {"answer": None}),
        (Question, {"sentence": "Nothing"}),
    ]
    for model, change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.update(**change)


def test_nothing_is_left_to_answer_about_a_claim_that_was_withdrawn(people: Scheme) -> None:
    """Twice the same outcome on one day: two questions, about two claims; then both are taken back."""
    day = DAY.isoformat()
    done = people.send(table(HEADER, [("P-1", "qualification", day, number, "", "", "") for number in (1, 2)]))
    assert (done.status, done.questions) == ("questions", 2)
    first, second = Claim.objects.order_by("pk")
    claims.withdraw(claim=first, reason="Not theirs.", by=people.user, at=SENT)
    done.refresh_from_db()
    assert (done.status, done.questions) == ("questions", 1)
    with pytest.raises(questions.QuestionRefused, match="was withdrawn"):
        questions.answer(
            question=Question.objects.get(claim=first), scope="row", reason="It is right.", by=people.user, at=SENT
        )
    claims.withdraw(claim=second, reason="Not theirs.", by=people.user, at=SENT)
    done.refresh_from_db()
    assert (done.status, done.questions) == ("accepted", 0)

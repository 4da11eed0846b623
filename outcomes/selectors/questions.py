"""What was found unusual in accepted rows, as pages show it."""

import dataclasses

from django.db.models import Count, Min, Q
from django.http import Http404

from accounts.models import User
from outcomes.domain.questions import BY_CODE, Unusual
from outcomes.models import Claim, Question, Submission
from outcomes.models.questions import QuestionQuerySet


@dataclasses.dataclass(frozen=True)
class Cause:
    """One kind of question of a file: how many rows have it, how many are still open, and the first of those."""

    unusual: Unusual
    rows: int
    open: int
    first_open: int | None


def causes(submission: Submission) -> list[Cause]:
    """The questions of a file by cause, those with the most open rows first."""
    is_open = Q(pk__in=Question.objects.filter(submission=submission).open().values("pk"))
    found = Question.objects.filter(submission=submission).values("code").order_by("code")
    counted = found.annotate(rows=Count("pk"), unanswered=Count("pk", filter=is_open), first=Min("pk", filter=is_open))
    by_cause = [Cause(BY_CODE[row["code"]], row["rows"], row["unanswered"], row["first"]) for row in counted]
    return sorted(by_cause, key=lambda cause: -cause.open)


def rows(submission: Submission, code: str = "", state: str = "") -> QuestionQuerySet:
    """The questions of a file in the order of its rows, narrowed to a cause and to open or answered ones."""
    found = Question.objects.filter(submission=submission).select_related("participant", "claim", "answer__answered_by")
    if code:
        found = found.filter(code=code)
    if state == "open":
        found = found.filter(pk__in=Question.objects.filter(submission=submission).open().values("pk"))
    elif state:
        found = found.filter(answer__isnull=False)
    return found.order_by("row_number", "pk")


def find(user: User, submission: Submission, pk: int) -> Question:
    """The question of the file; the file is one that the person may see."""
    question = rows(submission).filter(pk=pk).visible_to(user).first()
    if question is None:
        raise Http404("No such question")
    return question


def alike(question: Question) -> tuple[int, int]:
    """How many open questions of this cause the file has, and how many this participant has in all files."""
    same = Question.objects.open().filter(code=question.code)
    return (
        same.filter(submission=question.submission_id).count(),
        same.filter(participant=question.participant_id).count(),
    )


def of_claim(claim: Claim) -> list[Question]:
    """What was asked about the claim, and what was said."""
    return list(Question.objects.filter(claim=claim).select_related("answer__answered_by").order_by("pk"))

"""Answers to what is unusual in accepted rows."""

from datetime import datetime

from django.db import transaction

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User
from outcomes import permissions
from outcomes.models import Answer, Question, Submission
from outcomes.models.questions import QuestionQuerySet


class QuestionRefused(Refused):
    """The question cannot be answered so."""


@transaction.atomic
def answer(*, question: Question, scope: str, reason: str, by: User, at: datetime) -> Answer:
    """Answer the question for its row, for its participant from now on, or for all such rows of the file.

    Only the agent's own people may. What was answered is not asked again. Raises `Forbidden` or `QuestionRefused`.
    """
    submission = question.submission
    permissions.require_to_act_for(by, "question.answer", submission.programme, submission.agent)
    Submission.objects.select_for_update(no_key=True).get(pk=submission.pk)
    submission.refresh_from_db()
    question.refresh_from_db()
    if question.answer_id:
        raise QuestionRefused("This question has been answered already.")
    if question.claim_id is None:
        raise QuestionRefused("The file was only checked. The question can be answered once its rows are taken.")
    if not Question.objects.open().filter(pk=question.pk).exists():
        raise QuestionRefused("The claim was withdrawn, so that nothing is left to answer.")
    if not reason.strip():
        raise QuestionRefused("Enter the reason.")
    found = Answer.objects.create(
        programme=submission.programme,
        code=question.code,
        scope=Answer.Scope(scope),
        participant=question.participant if scope == Answer.Scope.PARTICIPANT else None,
        reason=reason.strip(),
        answered_by=by,
        answered_at=at,
    )
    answered = _covered(question, found.scope).update(answer=found)
    recount(submission)
    audit.record(
        by=by,
        at=at,
        action="outcomes.question.answer",
        programme=submission.programme.slug,
        subject=found,
        after={"code": found.code, "scope": found.scope, "reason": found.reason, "questions": answered},
    )
    return found


def _covered(question: Question, scope: str) -> QuestionQuerySet:
    """The open questions that an answer of this scope covers."""
    alike = Question.objects.open().filter(code=question.code)
    if scope == Answer.Scope.PARTICIPANT:
        return alike.filter(participant=question.participant_id)
    alike = alike.filter(submission=question.submission_id)
    return alike.filter(pk=question.pk) if scope == Answer.Scope.ROW else alike


def recount(submission: Submission) -> None:
    """Count the open questions of the agent's files anew: an answer for a participant may reach into other files.

    A file without open questions is simply accepted.
    """
    files = Submission.objects.filter(programme=submission.programme_id, agent=submission.agent_id, accepted__gt=0)
    files = files.filter(questions__gt=0)
    for file in files.select_for_update(no_key=True).order_by("pk"):
        file.questions = Question.objects.open().filter(submission=file).count()
        if not file.questions and file.status == Submission.Status.QUESTIONS:
            file.status = Submission.Status.ACCEPTED
        file.save(update_fields=["questions", "status"])

"""Records that come with an agent's files, made by calling the actions."""

import io
from datetime import datetime

from accounts.models import Organisation, User
from delivery.models import Participant
from outcomes.actions import arrangements, submissions
from outcomes.models import Claim, ColumnName, Question, Submission
from stages.models import Programme


def column_name(submission: Submission, *, by: User, at: datetime) -> ColumnName:
    """A column of the agent's files that has been explained."""
    arrangements.explain_columns(submission=submission, meanings={"Client": "participant"}, by=by, at=at)
    return ColumnName.objects.get(agent=submission.agent, heading="client")


def question(programme: Programme, agent: Organisation, *, by: User, at: datetime) -> dict[str, int]:
    """A file with a row that is short of a cell, and the question about it."""
    free = Participant.objects.filter(programme=programme, agent=agent, claims=None).earliest("pk")
    outcome = Claim.objects.filter(programme=programme, agent=agent).earliest("pk").outcome
    row = f"{free.reference},{outcome},{free.started_on.isoformat()},1"
    sent = submissions.receive(
        programme=programme, agent=agent, kind="outcomes", filename="north-only-short.csv", by=by, at=at, queue=False,
        file=io.BytesIO(f"participant,outcome,achieved_on,value,note\n{row}\n".encode()),
    )  # fmt: skip
    submissions.process(submission_id=sent.pk, at=at, wait=True)
    return {"asked_about": sent.pk, "question": Question.objects.get(submission=sent).pk}

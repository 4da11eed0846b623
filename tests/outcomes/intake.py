"""Records that come with an agent's files, made by calling the actions."""

from datetime import datetime

from accounts.models import User
from outcomes.actions import arrangements
from outcomes.models import ColumnName, Submission


def column_name(submission: Submission, *, by: User, at: datetime) -> ColumnName:
    """A column of the agent's files that has been explained."""
    arrangements.explain_columns(submission=submission, meanings={"Client": "participant"}, by=by, at=at)
    return ColumnName.objects.get(agent=submission.agent, heading="client")

"""Tells of files that were dealt with and of claims that failed, for webhooks and notices."""

from collections.abc import Collection
from datetime import datetime

from django.urls import reverse

from accounts.models import User
from notifications.actions import events
from notifications.domain import kinds
from outcomes.models import Claim, Submission
from stages.models import Programme


def of_finished(submission: Submission, by: User, at: datetime) -> None:
    """One event for its agent, whatever became of the file. Call it in the transaction that ends the work on it."""
    slug = submission.programme.slug
    events.record(
        kind=kinds.SUBMISSION_FINISHED, programme=slug, by=by, at=at, organisations=[submission.agent_id],
        data={"submission": submission.pk, "agent": submission.agent.code, "status": submission.status},
        path=reverse("outcomes:submission_detail", args=[slug, submission.pk]),
        list_path=reverse("outcomes:submission_list", args=[slug]),
    )  # fmt: skip


def of_failed(programme: Programme, claims: Collection[int], by: User, at: datetime) -> None:
    """One event for each claim that has failed now, for its agent. Call it in the transaction that fails them."""
    slug = programme.slug
    listed = reverse("outcomes:claim_list", args=[slug])
    events.record_many(
        events.new(
            kind=kinds.CLAIM_FAILED, programme=slug, by=by, at=at, organisations=[agent],
            data={"claim": claim, "agent": code, "outcome": outcome},
            path=reverse("outcomes:claim_detail", args=[slug, claim]), list_path=listed,
        )
        for claim, agent, code, outcome in Claim.objects.filter(pk__in=claims).order_by("pk")
        .values_list("pk", "agent", "agent__code", "outcome")
    )  # fmt: skip

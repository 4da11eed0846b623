"""Moderation: the assessors talk, and one of them writes down the score on which they agree, with the reason."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User
from stages.actions import conflicts, records
from stages.domain import selection
from stages.models import Candidate, ModeratedScore, SelectionCriterion
from stages.selectors import moderation, panel


@transaction.atomic
def moderate(
    *, candidate: Candidate, scores: Sequence[selection.Scored], seen: int | None = None, by: User, at: datetime
) -> list[ModeratedScore]:
    """Keep the agreed scores of a candidate, 0 to 5, each with its reason. Only what is new is written.

    `seen` is the primary key of the last moderated score of the candidate that the person had before them (0 for none):
    when somebody else has moderated since, this is refused, so that neither overwrites the other unseen.
    """
    programme, stage = candidate.programme, candidate.stage
    records.begin(programme, stage, by, "stage.moderate")
    conflicts.require_free(candidate, by)
    if not panel.sees_all(programme, stage, by):
        raise Refused("Score every candidate yourself first. Then you see what the others gave, and can moderate.")
    last = moderation.last(candidate)
    if seen is not None and last is not None and last.pk != seen:
        raise Refused(
            f"{last.moderated_by} moderated {candidate} since you opened this page. Read their scores first, then "
            "change what you would change."
        )
    _check(candidate, scores)
    unscored = {one.criterion for one in scores} - moderation.scored_criteria(candidate)
    if unscored:
        raise Refused(f"Nobody without an interest has scored {candidate} on all of these. Wait for their scores.")
    return bring_in(candidate=candidate, scores=scores, by=by, at=at)


@transaction.atomic
def bring_in(
    *, candidate: Candidate, scores: Sequence[selection.Scored], by: User, at: datetime
) -> list[ModeratedScore]:
    """As `moderate`, for scores that were agreed before the programme came into this system."""
    programme, stage = candidate.programme, candidate.stage
    records.begin(programme, stage, by, "stage.moderate")
    _check(candidate, scores)
    earlier = {key: (row.score, row.reason) for key, row in moderation.latest_of(candidate).items()}
    written = [
        ModeratedScore.objects.create(
            candidate=candidate, criterion_id=one.criterion, score=one.score, reason=one.reason.strip(),
            moderated_by=by, moderated_at=at,
        )
        for one in scores
        if earlier.get(one.criterion) != (one.score, one.reason.strip())
    ]  # fmt: skip
    if written:
        after = {row.criterion.code: {"score": row.score, "reason": row.reason} for row in written}
        audit.record(
            by=by, at=at, action="stages.candidate.moderate", programme=programme.slug, subject=candidate,
            after={"stage": stage, "scores": after},
        )  # fmt: skip
    return written


def _check(candidate: Candidate, scores: Sequence[selection.Scored]) -> None:
    criteria = SelectionCriterion.objects.filter(programme=candidate.programme, stage=candidate.stage).in_bulk()
    for one in scores:
        if one.criterion not in criteria:
            raise Refused("One of the scores is for a criterion of another selection.")
        row = criteria[one.criterion]
        if not 0 <= one.score <= selection.HIGHEST:
            raise Refused("Each score is a whole number from 0 to 5.")
        if not one.reason.strip():
            raise Refused(f"Enter the reason for the moderated score on {row}.")

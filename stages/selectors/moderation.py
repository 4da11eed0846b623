"""The scores on which the assessors agreed."""

import dataclasses

from stages.models import Candidate, CandidateScore, ModeratedScore, Programme, SelectionCriterion
from stages.selectors import conflicts


def latest(programme: Programme, stage: int) -> dict[tuple[int, int], ModeratedScore]:
    """The moderated score that counts, by candidate and criterion."""
    found = ModeratedScore.objects.filter(candidate__programme=programme, candidate__stage=stage)
    ordered = found.order_by("candidate_id", "criterion_id", "-moderated_at", "-pk")
    rows = ordered.distinct("candidate_id", "criterion_id").select_related("criterion", "moderated_by")
    return {(row.candidate_id, row.criterion_id): row for row in rows}


def latest_of(candidate: Candidate) -> dict[int, ModeratedScore]:
    """The moderated scores of a candidate that count, by criterion."""
    found = ModeratedScore.objects.filter(candidate=candidate).select_related("moderated_by")
    return {row.criterion_id: row for row in found.order_by("moderated_at", "pk")}


def last(candidate: Candidate) -> ModeratedScore | None:
    """The newest moderated score of the candidate."""
    found = ModeratedScore.objects.filter(candidate=candidate).select_related("moderated_by")
    return found.order_by("-pk").first()


def free_scores(candidate: Candidate) -> list[CandidateScore]:
    """Each assessor's latest scores of the candidate, without those of assessors who have an interest in it."""
    keys = ("criterion_id", "scored_by_id")
    found = CandidateScore.objects.filter(candidate=candidate).order_by(*keys, "-scored_at", "-pk").distinct(*keys)
    barred = conflicts.interests(candidate.programme, candidate.stage)
    rows = found.select_related("scored_by", "criterion")
    return [row for row in rows if (candidate.pk, row.scored_by_id) not in barred]


def scored_criteria(candidate: Candidate) -> set[int]:
    """The criteria on which somebody without an interest has scored the candidate."""
    return {row.criterion_id for row in free_scores(candidate)}


@dataclasses.dataclass(frozen=True)
class Row:
    """A criterion with what each assessor gave the candidate, and what was agreed, if anything."""

    criterion: SelectionCriterion
    given: list[CandidateScore]
    agreed: ModeratedScore | None

    @property
    def spread(self) -> int:
        """The difference between the highest and the lowest score."""
        marks = [one.score for one in self.given]
        return max(marks) - min(marks) if marks else 0


def rows(candidate: Candidate) -> list[Row]:
    """What there is to agree on, criterion by criterion."""
    criteria = SelectionCriterion.objects.filter(programme=candidate.programme, stage=candidate.stage).order_by("pk")
    given, agreed = free_scores(candidate), latest_of(candidate)
    return [Row(row, [one for one in given if one.criterion_id == row.pk], agreed.get(row.pk)) for row in criteria]

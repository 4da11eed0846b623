"""The assessors of a selection: who has declared and scored what, and who may see what the others gave.

Whoever declares or scores is an assessor. Each sees only their own scores until they have scored everything that they
may score, so that nobody is led by the others.
"""

import dataclasses

from accounts.models import User
from stages import permissions
from stages.models import Candidate, CandidateScore, Programme, SelectionCriterion
from stages.selectors import conflicts, stage_facts, visits


@dataclasses.dataclass(frozen=True)
class Missing:
    """What an assessor still owes on a candidate."""

    candidate: Candidate
    criteria: list[str]


@dataclasses.dataclass(frozen=True)
class Assessor:
    person: User
    scored: int
    of: int
    missing: list[Missing]
    undeclared: list[Candidate]
    barred: list[Candidate]

    @property
    def is_complete(self) -> bool:
        """They have declared on every candidate, and scored every one that they may score."""
        return self.of > 0 and self.scored == self.of and not self.undeclared


def _assessor(
    person: User,
    candidates: list[Candidate],
    criteria: list[SelectionCriterion],
    words: dict[tuple[int, int], bool],
    scored: set[tuple[int, int, int]],
) -> Assessor:
    barred = [one for one in candidates if words.get((one.pk, person.pk))]
    free = [one for one in candidates if one not in barred]
    missing = [
        Missing(one, [row.short_name for row in criteria if (one.pk, row.pk, person.pk) not in scored]) for one in free
    ]
    of = len(free) * len(criteria)
    return Assessor(
        person=person,
        scored=of - sum(len(row.criteria) for row in missing),
        of=of,
        missing=[row for row in missing if row.criteria],
        undeclared=[one for one in candidates if (one.pk, person.pk) not in words],
        barred=barred,
    )


def assessors(programme: Programme, stage: int) -> list[Assessor]:
    """Every assessor of the selection with what they have done and what is missing, by name."""
    candidates = list(
        Candidate.objects.filter(programme=programme, stage=stage).select_related("organisation").order_by("pk")
    )
    criteria = list(SelectionCriterion.objects.filter(programme=programme, stage=stage).order_by("pk"))
    rows = CandidateScore.objects.filter(candidate__in=candidates).select_related("scored_by")
    words = conflicts.latest(programme, stage)
    people = {row.scored_by_id: row.scored_by for row in rows}
    people |= {row.declared_by_id: row.declared_by for row in words.values()}
    declared = {pair: row.has_interest for pair, row in words.items()}
    scored = {(row.candidate_id, row.criterion_id, row.scored_by_id) for row in rows}
    found = [_assessor(person, candidates, criteria, declared, scored) for person in people.values()]
    return sorted(found, key=lambda one: str(one.person))


def sees_all(programme: Programme, stage: int, viewer: User) -> bool:
    """Whether the viewer may see what others gave.

    Those who may score see it once they have scored all, once the choice of this visit is recorded, or once the stage
    is closed.
    """
    visit = visits.open_visit(programme, stage)
    if visit is None or viewer.is_system or not permissions.can(viewer, "stage.score", programme):
        return True
    choice = stage_facts.latest_decision(programme, stage)
    if choice and choice.decided_at >= visit.opened_at:
        return True
    return any(one.person == viewer and one.is_complete for one in assessors(programme, stage))

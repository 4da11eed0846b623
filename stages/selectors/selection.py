"""The choice of the principal (stage 2) or the agent (stage 3): criteria, candidates, scores, ranking."""

import dataclasses
from typing import Any

from django.http import Http404

from accounts.models import User
from stages.domain import selection
from stages.models import Candidate, CandidateScore, Programme, SelectionCriterion, SelectionDecision
from stages.selectors import stage_facts

WHO = {2: "principal", 3: "agent"}


def require_stage(stage: int) -> str:
    """The party that the stage chooses; the page does not exist for other stages."""
    if stage not in WHO:
        raise Http404("Candidates are chosen at stages 2 and 3")
    return WHO[stage]


@dataclasses.dataclass(frozen=True)
class Place:
    """A candidate in the ranking, with the mean marks in the order of the criteria (None where nobody scored)
    and each assessor's latest scores."""

    candidate: Candidate
    ranked: selection.Ranked
    marks: list[Any]
    missing: list[str]
    scores: list[CandidateScore]


@dataclasses.dataclass(frozen=True)
class Selection:
    stage: int
    who: str
    criteria: list[SelectionCriterion]
    places: list[Place]
    assessors: list[str]
    decision: SelectionDecision | None

    @property
    def has_one_candidate(self) -> bool:
        return len(self.places) == 1

    @property
    def is_scored(self) -> bool:
        return bool(self.places) and all(not place.missing for place in self.places)


def criteria(programme: Programme, stage: int) -> list[SelectionCriterion]:
    """The criteria of the selection, in the order in which they were set."""
    return list(SelectionCriterion.objects.filter(programme=programme, stage=stage).order_by("pk"))


def candidates(programme: Programme, stage: int) -> list[Candidate]:
    found = Candidate.objects.filter(programme=programme, stage=stage).select_related("organisation", "added_by")
    return list(found.order_by("pk"))


def latest_scores(programme: Programme, stage: int) -> list[CandidateScore]:
    """Each assessor's latest score of each candidate on each criterion."""
    found = CandidateScore.objects.filter(candidate__programme=programme, candidate__stage=stage)
    keys = ("candidate_id", "criterion_id", "scored_by_id")
    ordered = found.order_by(*keys, "-scored_at", "-pk").distinct(*keys)
    return list(ordered.select_related("criterion", "scored_by"))


def _weighted(rows: list[SelectionCriterion]) -> list[selection.Weighted]:
    return [selection.Weighted(row.code, row.name, row.weight) for row in rows]


def page(programme: Programme, stage: int) -> Selection:
    """The ranking, with what is missing, and the choice that counts."""
    who = require_stage(stage)
    rows, named, scores = criteria(programme, stage), candidates(programme, stage), latest_scores(programme, stage)
    given = [selection.Given(s.candidate_id, s.criterion.code, s.scored_by_id, s.score) for s in scores]
    by_id = {candidate.pk: candidate for candidate in named}
    names = {row.code: row.name for row in rows}
    ranked = selection.ranking(by_id, _weighted(rows), given)
    places = [
        Place(
            candidate=by_id[one.candidate],
            ranked=one,
            marks=[one.marks.get(row.code) for row in rows],
            missing=[names[code] for code in one.missing],
            scores=[given for given in scores if given.candidate_id == one.candidate],
        )
        for one in ranked
    ]
    assessors = sorted({str(score.scored_by) for score in scores})
    return Selection(stage, who, rows, places, assessors, stage_facts.latest_decision(programme, stage))


def decisions(programme: Programme, stage: int) -> list[SelectionDecision]:
    """Every choice that was recorded, newest first."""
    found = SelectionDecision.objects.filter(programme=programme, stage=stage)
    return list(found.select_related("candidate__organisation", "decided_by").order_by("-decided_at", "-pk"))


def weights(programme: Programme, stage: int) -> list[selection.Weighted]:
    """The criteria as they stand or, before any are set, those of the framework."""
    rows = _weighted(criteria(programme, stage))
    return rows or list(selection.DEFAULTS[stage])


def scores_by(programme: Programme, stage: int, assessor: User) -> dict[tuple[int, int], CandidateScore]:
    """The assessor's own latest scores by candidate and criterion."""
    return {
        (score.candidate_id, score.criterion_id): score
        for score in latest_scores(programme, stage)
        if score.scored_by_id == assessor.pk
    }

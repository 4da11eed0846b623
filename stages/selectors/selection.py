"""The choice of the principal (stage 2) or the agent (stage 3): criteria, candidates, scores, ranking."""

import dataclasses
from typing import Any

from django.http import Http404

from accounts.models import User
from stages.domain import selection
from stages.models import (
    Candidate,
    CandidateScore,
    ConflictDeclaration,
    ModeratedScore,
    Programme,
    SelectionCriterion,
    SelectionDecision,
)
from stages.selectors import conflicts, moderation, panel, stage_facts

WHO = {2: "principal", 3: "agent"}


def require_stage(stage: int) -> str:
    """The party that the stage chooses; the page does not exist for other stages."""
    if stage not in WHO:
        raise Http404("Candidates are chosen at stages 2 and 3")
    return WHO[stage]


@dataclasses.dataclass(frozen=True)
class Place:
    """A candidate in the ranking, with its marks in the order of the criteria (None where nobody scored), each
    assessor's latest scores, and the scores that were agreed."""

    candidate: Candidate
    ranked: selection.Ranked
    marks: list[Any]
    missing: list[str]
    scores: list[CandidateScore]
    agreed: list[ModeratedScore]
    interests: list[str]


@dataclasses.dataclass(frozen=True)
class _Given:
    """What was given and declared, so far as the viewer may see it."""

    scores: list[CandidateScore]
    agreed: list[ModeratedScore]
    words: list[ConflictDeclaration]


@dataclasses.dataclass(frozen=True)
class Selection:
    stage: int
    who: str
    criteria: list[SelectionCriterion]
    places: list[Place]
    assessors: list[str]
    decision: SelectionDecision | None
    sees_all: bool

    @property
    def title(self) -> str:
        """What the ranking rests on."""
        return "Ranking" if self.sees_all else "Ranking by your own scores"

    @property
    def has_one_candidate(self) -> bool:
        return len(self.places) == 1

    @property
    def is_scored(self) -> bool:
        return bool(self.places) and all(not place.missing for place in self.places)


def criteria(programme: Programme, stage: int) -> list[SelectionCriterion]:
    """The criteria of the selection, in the order in which they were set."""
    return list(SelectionCriterion.objects.filter(programme=programme, stage=stage).order_by("pk"))


def candidate(programme: Programme, stage: int, candidate_id: int) -> Candidate:
    """One candidate of the selection; the page does not exist otherwise."""
    require_stage(stage)
    found = Candidate.objects.filter(programme=programme, stage=stage, pk=candidate_id)
    one = found.select_related("organisation", "programme", "added_by").first()
    if one is None:
        raise Http404("No such candidate")
    return one


def candidates(programme: Programme, stage: int) -> list[Candidate]:
    found = Candidate.objects.filter(programme=programme, stage=stage).select_related("organisation", "added_by")
    return list(found.order_by("pk"))


def latest_scores(programme: Programme, stage: int) -> list[CandidateScore]:
    """Each assessor's latest score of each candidate on each criterion."""
    found = CandidateScore.objects.filter(candidate__programme=programme, candidate__stage=stage)
    keys = ("candidate_id", "criterion_id", "scored_by_id")
    ordered = found.order_by(*keys, "-scored_at", "-pk").distinct(*keys)
    return list(ordered.select_related("criterion", "scored_by"))


def weighted(rows: list[SelectionCriterion]) -> list[selection.Weighted]:
    """The criteria as the rules know them."""
    return [selection.Weighted(row.code, row.name, row.weight) for row in rows]


def counting(programme: Programme, stage: int, viewer: User | None = None) -> list[selection.Given]:
    """The scores that count; with a viewer, their own alone, whatever was agreed."""
    scores = latest_scores(programme, stage)
    given = [
        selection.Given(one.candidate_id, one.criterion.code, one.scored_by_id, one.score)
        for one in scores
        if viewer is None or one.scored_by_id == viewer.pk
    ]
    agreed = moderation.latest(programme, stage).values() if viewer is None else ()
    moderated = [selection.Moderated(one.candidate_id, one.criterion.code, one.score) for one in agreed]
    return selection.counting(given, moderated, conflicts.interests(programme, stage))


def _place(one: selection.Ranked, candidate: Candidate, rows: list[SelectionCriterion], given: _Given) -> Place:
    names = {row.code: row.name for row in rows}
    return Place(
        candidate=candidate,
        ranked=one,
        marks=[one.marks.get(row.code) for row in rows],
        missing=[names[code] for code in one.missing],
        scores=[score for score in given.scores if score.candidate_id == one.candidate],
        agreed=[score for score in given.agreed if score.candidate_id == one.candidate],
        interests=sorted(
            str(word.declared_by) for word in given.words if word.has_interest and word.candidate_id == one.candidate
        ),
    )


def page(programme: Programme, stage: int, viewer: User) -> Selection:
    """The ranking, with what is missing, and the choice that counts.

    An assessor who has not scored everything yet sees a ranking by their own scores alone.
    """
    who = require_stage(stage)
    rows, named = criteria(programme, stage), candidates(programme, stage)
    all_of_it = panel.sees_all(programme, stage, viewer)
    scores = [one for one in latest_scores(programme, stage) if all_of_it or one.scored_by_id == viewer.pk]
    given = _Given(
        scores,
        list(moderation.latest(programme, stage).values()) if all_of_it else [],
        list(conflicts.latest(programme, stage).values()),
    )
    by_id = {candidate.pk: candidate for candidate in named}
    counted = counting(programme, stage, None if all_of_it else viewer)
    ranked = selection.ranking(by_id, weighted(rows), counted)
    places = [_place(one, by_id[one.candidate], rows, given) for one in ranked]
    assessors = sorted({str(score.scored_by) for score in scores})
    decision = stage_facts.latest_decision(programme, stage)
    return Selection(stage, who, rows, places, assessors, decision, all_of_it)


def decisions(programme: Programme, stage: int) -> list[SelectionDecision]:
    """Every choice that was recorded, newest first."""
    found = SelectionDecision.objects.filter(programme=programme, stage=stage)
    rows = found.select_related("candidate__organisation", "decided_by", "award__awarded_by")
    return list(rows.order_by("-decided_at", "-pk"))


def weights(programme: Programme, stage: int) -> list[selection.Weighted]:
    """The criteria as they stand or, before any are set, those of the framework."""
    rows = weighted(criteria(programme, stage))
    return rows or list(selection.DEFAULTS[stage])


@dataclasses.dataclass(frozen=True)
class Own:
    """What one assessor has before them: candidates that they may score, and those that they may not, or not yet."""

    stage: int
    criteria: list[SelectionCriterion]
    free: list[Candidate]
    undeclared: list[Candidate]
    barred: list[Candidate]
    scores: dict[tuple[int, int], CandidateScore]


def own(programme: Programme, stage: int, assessor: User) -> Own:
    """The assessor's own part of the selection, with their latest scores by candidate and criterion."""
    words, named = conflicts.of_person(programme, stage, assessor), candidates(programme, stage)
    return Own(
        stage=stage,
        criteria=criteria(programme, stage),
        free=[one for one in named if one.pk in words and not words[one.pk].has_interest],
        undeclared=[one for one in named if one.pk not in words],
        barred=[one for one in named if one.pk in words and words[one.pk].has_interest],
        scores={
            (score.candidate_id, score.criterion_id): score
            for score in latest_scores(programme, stage)
            if score.scored_by_id == assessor.pk
        },
    )

"""Choosing the principal (stage 2) and the agent (stage 3): criteria, candidates, scores, the choice."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.actions import audit, organisations
from accounts.errors import Refused
from accounts.models import Organisation, User
from stages.actions import conflicts, records
from stages.domain import selection, standstill
from stages.models import Candidate, CandidateScore, Programme, SelectionCriterion, SelectionDecision


def _begin(programme: Programme, stage: int, by: User, action: str = "stage.record") -> None:
    if stage not in records.SELECTION_STAGES:
        raise Refused("Candidates are chosen at stages 2 and 3 only.")
    records.begin(programme, stage, by, action)


@transaction.atomic
def set_criteria(
    *, programme: Programme, stage: int, criteria: Sequence[selection.Weighted], by: User, at: datetime
) -> list[SelectionCriterion]:
    """Set the criteria and weights of the selection; weights sum to 100.

    A criterion that is left out goes, unless somebody has scored against it already.
    """
    _begin(programme, stage, by)
    problem = selection.weights_problem([row.weight for row in criteria])
    if problem:
        raise Refused(problem)
    if len({row.code for row in criteria}) != len(criteria):
        raise Refused("Two criteria have the same name. Give each a name of its own.")
    existing = {row.code: row for row in SelectionCriterion.objects.filter(programme=programme, stage=stage)}
    kept = {row.code for row in criteria}
    gone = [row for code, row in existing.items() if code not in kept]
    scored = [row.name for row in gone if row.scores.exists()]
    if scored:
        raise Refused(f"Candidates are already scored against {', '.join(scored)}, so it has to stay.")
    before = {row.code: row.weight for row in existing.values()}
    for row in gone:
        row.delete()
    saved = [_save_criterion(programme, stage, existing.get(row.code), row) for row in criteria]
    after = {row.code: row.weight for row in saved}
    audit.record(
        by=by,
        at=at,
        action="stages.selection.criteria",
        programme=programme.slug,
        subject=programme,
        before={"stage": stage, "weights": before},
        after={"stage": stage, "weights": after},
    )
    return saved


def _save_criterion(
    programme: Programme, stage: int, existing: SelectionCriterion | None, row: selection.Weighted
) -> SelectionCriterion:
    if existing is None:
        return SelectionCriterion.objects.create(
            programme=programme, stage=stage, code=row.code, name=row.name, weight=row.weight
        )
    existing.name, existing.weight = row.name, row.weight
    existing.save(update_fields=["name", "weight"])
    return existing


@transaction.atomic
def add_candidate(
    *, programme: Programme, stage: int, organisation: Organisation, case: str = "", by: User, at: datetime
) -> Candidate:
    """Name an organisation as a candidate, with the case for it."""
    _begin(programme, stage, by)
    if Candidate.objects.filter(programme=programme, stage=stage, organisation=organisation).exists():
        raise Refused(f"{organisation} is already a candidate.")
    candidate = Candidate.objects.create(
        programme=programme, stage=stage, organisation=organisation, case=case, added_by=by, added_at=at
    )
    names = ["stage", "organisation", "case"]
    records.added(candidate, programme=programme, action="stages.candidate.add", names=names, by=by, at=at)
    return candidate


@transaction.atomic
def score(*, candidate: Candidate, scores: Sequence[selection.Scored], by: User, at: datetime) -> list[CandidateScore]:
    """Keep an assessor's scores of one candidate, 0 to 5, each with its reason. Only what is new is written.

    The assessor must have declared that they have no interest in the candidate.
    """
    _begin(candidate.programme, candidate.stage, by, "stage.score")
    conflicts.require_free(candidate, by)
    return bring_in_scores(candidate=candidate, scores=scores, by=by, at=at)


@transaction.atomic
def bring_in_scores(
    *, candidate: Candidate, scores: Sequence[selection.Scored], by: User, at: datetime
) -> list[CandidateScore]:
    """As `score`, for scores that were given before the programme came into this system, declared or not.

    The gate still names every assessor whose declaration is missing.
    """
    programme = candidate.programme
    _begin(programme, candidate.stage, by, "stage.score")
    criteria = SelectionCriterion.objects.filter(programme=programme, stage=candidate.stage).in_bulk()
    for given in scores:
        if given.criterion not in criteria:
            raise Refused("One of the scores is for a criterion of another selection.")
        if not 0 <= given.score <= selection.HIGHEST:
            raise Refused("Each score is a whole number from 0 to 5.")
        if not given.reason.strip():
            raise Refused(f"Enter the reason for the score on {criteria[given.criterion]}.")
    earlier = latest_scores(candidate, by)
    written = [
        CandidateScore.objects.create(
            candidate=candidate,
            criterion=criteria[given.criterion],
            score=given.score,
            reason=given.reason.strip(),
            scored_by=by,
            scored_at=at,
        )
        for given in scores
        if earlier.get(given.criterion) != (given.score, given.reason.strip())
    ]
    if written:
        after = {row.criterion.code: {"score": row.score, "reason": row.reason} for row in written}
        audit.record(
            by=by,
            at=at,
            action="stages.candidate.score",
            programme=programme.slug,
            subject=candidate,
            after={"stage": candidate.stage, "scores": after},
        )
    return written


def latest_scores(candidate: Candidate, assessor: User) -> dict[int, tuple[int, str]]:
    """The assessor's latest (score, reason) of the candidate by criterion."""
    found = CandidateScore.objects.filter(candidate=candidate, scored_by=assessor).order_by("scored_at", "pk")
    return {row.criterion_id: (row.score, row.reason) for row in found}


@transaction.atomic
def decide(
    *,
    candidate: Candidate,
    rationale: str,
    committed_funds: Decimal | None = None,
    accountable_officer: str = "",
    overlap: str = "",
    standstill_days: int = 0,
    by: User,
    at: datetime,
) -> SelectionDecision:
    """Record who was chosen and why. The latest decision counts; earlier ones are kept.

    The choice of a principal also states the funds committed (pounds), the accountable officer and, where commissioner
    and principal are one body, how that is disclosed and managed. Nobody with an interest in a candidate decides. No
    award is made for `standstill_days` after the choice.
    """
    programme, stage = candidate.programme, candidate.stage
    _begin(programme, stage, by)
    conflicts.require_no_interest(programme, stage, by)
    if not rationale.strip():
        raise Refused("Enter why this candidate is the best placed.")
    if committed_funds is not None and committed_funds < 0:
        raise Refused("The committed funds cannot be less than nothing.")
    if not 0 <= standstill_days <= standstill.LONGEST:
        raise Refused(f"A standstill lasts 0 to {standstill.LONGEST} days.")
    decision = SelectionDecision.objects.create(
        programme=programme,
        stage=stage,
        candidate=candidate,
        rationale=rationale.strip(),
        committed_funds=committed_funds,
        accountable_officer=accountable_officer.strip(),
        overlap=overlap.strip(),
        standstill_days=standstill_days,
        decided_by=by,
        decided_at=at,
    )
    names = ["stage", "candidate", "rationale", "committed_funds", "accountable_officer", "overlap", "standstill_days"]
    records.added(decision, programme=programme, action="stages.selection.decide", names=names, by=by, at=at)
    return decision


@transaction.atomic
def add_candidate_by_name(
    *,
    programme: Programme,
    stage: int,
    organisation: Organisation | None,
    name: str = "",
    case: str = "",
    by: User,
    at: datetime,
) -> Candidate:
    """As `add_candidate`, for an organisation that is known or for a new one by its name."""
    _begin(programme, stage, by)
    body = organisation or organisations.ensure(name=name, by=by, at=at)[0]
    return add_candidate(programme=programme, stage=stage, organisation=body, case=case, by=by, at=at)


@transaction.atomic
def score_all(
    *, programme: Programme, stage: int, scores: Mapping[int, Sequence[selection.Scored]], by: User, at: datetime
) -> int:
    """Keep an assessor's scores of several candidates, by primary key; how many were new."""
    _begin(programme, stage, by, "stage.score")
    candidates = Candidate.objects.filter(programme=programme, stage=stage).select_related("programme", "organisation")
    return sum(
        len(score(candidate=candidate, scores=scores[candidate.pk], by=by, at=at))
        for candidate in candidates
        if scores.get(candidate.pk)
    )


@transaction.atomic
def decide_for(
    *, programme: Programme, stage: int, candidate: int, rationale: str, by: User, at: datetime, **principal: Any
) -> SelectionDecision:
    """As `decide`, for the candidate of the selection with the primary key."""
    _begin(programme, stage, by)
    found = Candidate.objects.filter(programme=programme, stage=stage, pk=candidate).select_related("programme").first()
    if found is None:
        raise Refused("Choose one of the candidates of this selection.")
    return decide(candidate=found, rationale=rationale, by=by, at=at, **principal)

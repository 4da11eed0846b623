"""The facts that the gates of stages 1, 2, 3 and 7 look at, read from the records."""

from stages.domain import facts, salience
from stages.models import (
    Candidate,
    CandidateScore,
    CorrectiveAction,
    Finding,
    HorizonEntry,
    PracticeEntry,
    Programme,
    Purpose,
    SelectionCriterion,
    SelectionDecision,
    Stakeholder,
    StakeholderScore,
)


def latest_scores(programme: Programme) -> dict[int, StakeholderScore]:
    """The latest score of each stakeholder, by the stakeholder's primary key."""
    scores = StakeholderScore.objects.filter(stakeholder__programme=programme)
    ordered = scores.order_by("stakeholder_id", "-scored_at", "-pk").distinct("stakeholder_id")
    return {score.stakeholder_id: score for score in ordered.select_related("scored_by")}


def class_of(score: StakeholderScore | None) -> salience.Salience | None:
    """The salience class that a score gives; None when never scored."""
    return salience.classify(score.power, score.legitimacy, score.urgency) if score else None


def stage_1(programme: Programme) -> facts.Facts:
    purpose = Purpose.objects.filter(programme=programme).first()
    scores = latest_scores(programme)
    stakeholders = tuple(
        facts.StakeholderFacts(
            name=stakeholder.name,
            salience=class_of(scores.get(stakeholder.pk)),
            survival_depends=stakeholder.survival_depends,
            is_engaged=bool(stakeholder.engagement.strip() and stakeholder.engagement_owner_id),
        )
        for stakeholder in Stakeholder.objects.filter(programme=programme).order_by("name")
    )
    practice = PracticeEntry.objects.filter(programme=programme)
    return facts.Facts(
        aim=purpose.aim if purpose else "",
        why_pbr=purpose.why_pbr if purpose else "",
        alternative=purpose.alternative if purpose else "",
        alternative_appraisal=purpose.alternative_appraisal if purpose else "",
        stakeholders=stakeholders,
        good_practice=practice.filter(kind=PracticeEntry.Kind.GOOD).count(),
        bad_practice=practice.filter(kind=PracticeEntry.Kind.BAD).count(),
        horizon=HorizonEntry.objects.filter(programme=programme).count(),
    )


def latest_decision(programme: Programme, stage: int) -> SelectionDecision | None:
    """The choice that counts: the latest one of the stage."""
    decisions = SelectionDecision.objects.filter(programme=programme, stage=stage)
    return decisions.select_related("candidate__organisation", "decided_by").order_by("-decided_at", "-pk").first()


def selection(programme: Programme, stage: int) -> facts.Facts:
    """Facts of the selection of the principal (stage 2) or the agent (stage 3)."""
    criteria = list(SelectionCriterion.objects.filter(programme=programme, stage=stage).order_by("pk"))
    candidates = list(
        Candidate.objects.filter(programme=programme, stage=stage).select_related("organisation").order_by("pk")
    )
    scored = set(
        CandidateScore.objects.filter(candidate__in=candidates).values_list("candidate_id", "criterion_id").distinct()
    )
    decision = latest_decision(programme, stage)
    return facts.Facts(
        selection=facts.SelectionFacts(
            weights=tuple(criterion.weight for criterion in criteria),
            candidates=tuple(str(candidate) for candidate in candidates),
            unscored=tuple(
                (str(candidate), criterion.name)
                for candidate in candidates
                for criterion in criteria
                if (candidate.pk, criterion.pk) not in scored
            ),
            chosen=str(decision.candidate) if decision else "",
            rationale=decision.rationale if decision else "",
            committed_funds=decision.committed_funds if decision else None,
            accountable_officer=decision.accountable_officer if decision else "",
        )
    )


def stage_7(programme: Programme) -> facts.Facts:
    unchecked = CorrectiveAction.objects.filter(finding__programme=programme, effect_checks__isnull=True)
    return facts.Facts(
        open_findings=tuple(
            Finding.objects.open().filter(programme=programme).order_by("number").values_list("number", flat=True)
        ),
        actions_unchecked=unchecked.count(),
    )


def of_stage(programme: Programme, stage: int) -> facts.Facts:
    """The facts that the computed criteria of the stage need."""
    if stage == 1:
        return stage_1(programme)
    if stage in {2, 3}:
        return selection(programme, stage)
    return stage_7(programme) if stage == 7 else facts.Facts()

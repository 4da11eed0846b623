"""The facts that the gates of stages 1, 2, 3, 4 and 7 look at, read from the records."""

import dataclasses
from collections.abc import Mapping

from django.db.models import OuterRef, Subquery

from accounts.models import User
from knowledge.models import Assessment, Entry
from stages.domain import diligence, facts, salience
from stages.models import (
    Appraisal,
    Candidate,
    CandidateScore,
    CorrectiveAction,
    DataSource,
    Finding,
    FindingReply,
    HorizonEntry,
    ModeratedScore,
    PracticeEntry,
    Programme,
    Purpose,
    SelectionAward,
    SelectionCriterion,
    SelectionDecision,
    Stakeholder,
    StakeholderScore,
)
from stages.selectors import conflicts
from stages.selectors import diligence as diligence_selector


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
        for stakeholder in Stakeholder.objects.present().filter(programme=programme).order_by("name")
    )
    practice = PracticeEntry.objects.filter(programme=programme)
    return facts.Facts(
        aim=purpose.aim if purpose else "",
        why_pbr=purpose.why_pbr if purpose else "",
        appraised=tuple(
            Appraisal.objects.filter(programme=programme)
            .exclude(conclusion="")
            .order_by("pk")
            .values_list("alternative", flat=True)
        ),
        data_sources=tuple(
            facts.DataFacts(source.record, source.status == DataSource.Status.AGREED and bool(source.gateway))
            for source in DataSource.objects.filter(programme=programme).order_by("record", "pk")
        ),
        stakeholders=stakeholders,
        good_practice=practice.filter(kind=PracticeEntry.Kind.GOOD).count(),
        bad_practice=practice.filter(kind=PracticeEntry.Kind.BAD).count(),
        horizon=HorizonEntry.objects.filter(programme=programme).count(),
        fits_assessed=Assessment.objects.kept_in(programme.slug).filter(completed_at__isnull=False).count(),
    )


def latest_decision(programme: Programme, stage: int) -> SelectionDecision | None:
    """The choice that counts: the latest one of the stage."""
    decisions = SelectionDecision.objects.filter(programme=programme, stage=stage)
    return decisions.select_related("candidate__organisation", "decided_by").order_by("-decided_at", "-pk").first()


@dataclasses.dataclass(frozen=True)
class _Marks:
    """Who scored what, as (candidate, criterion, assessor); what was agreed; and who declared on whom."""

    given: frozenset[tuple[int, int, int]]
    agreed: frozenset[tuple[int, int]]
    declared: Mapping[tuple[int, int], bool]

    def free(self, candidate: int, criterion: int) -> int:
        """How many assessors without an interest scored the candidate on the criterion."""
        people = [who for one, row, who in self.given if (one, row) == (candidate, criterion)]
        return sum(1 for who in people if not self.declared.get((candidate, who)))

    def is_scored(self, candidate: int, criterion: int) -> bool:
        return (candidate, criterion) in self.agreed or self.free(candidate, criterion) > 0

    def is_unmoderated(self, candidate: int, criterion: int) -> bool:
        return (candidate, criterion) not in self.agreed and self.free(candidate, criterion) > 1


def _marks(programme: Programme, stage: int) -> _Marks:
    of = {"candidate__programme": programme, "candidate__stage": stage}
    return _Marks(
        frozenset(CandidateScore.objects.filter(**of).values_list("candidate_id", "criterion_id", "scored_by_id")),
        frozenset(ModeratedScore.objects.filter(**of).values_list("candidate_id", "criterion_id")),
        {pair: row.has_interest for pair, row in conflicts.latest(programme, stage).items()},
    )


def _undeclared(programme: Programme, stage: int, candidates: list[Candidate], marks: _Marks) -> list[tuple[str, str]]:
    """Everybody who scored, with each candidate on which they have not declared."""
    scorers = User.objects.filter(pk__in={who for _one, _row, who in marks.given}, is_system=False).order_by("name")
    return [
        (str(person), str(candidate))
        for person in scorers
        for candidate in candidates
        if (candidate.pk, person.pk) not in marks.declared
    ]


def selection(programme: Programme, stage: int) -> facts.Facts:
    """Facts of the selection of the principal (stage 2) or the agent (stage 3)."""
    criteria = list(SelectionCriterion.objects.filter(programme=programme, stage=stage).order_by("pk"))
    candidates = list(
        Candidate.objects.filter(programme=programme, stage=stage).select_related("organisation").order_by("pk")
    )
    marks, decision = _marks(programme, stage), latest_decision(programme, stage)
    cells = [(candidate, criterion) for candidate in candidates for criterion in criteria]
    return facts.Facts(
        selection=facts.SelectionFacts(
            weights=tuple(criterion.weight for criterion in criteria),
            candidates=tuple(str(candidate) for candidate in candidates),
            unscored=tuple((str(one), row.name) for one, row in cells if not marks.is_scored(one.pk, row.pk)),
            unmoderated=tuple((str(one), row.name) for one, row in cells if marks.is_unmoderated(one.pk, row.pk)),
            undeclared=tuple(_undeclared(programme, stage, candidates, marks)),
            chosen=str(decision.candidate) if decision else "",
            rationale=decision.rationale if decision else "",
            committed_funds=decision.committed_funds if decision else None,
            accountable_officer=decision.accountable_officer if decision else "",
            overlaps=decision is not None and decision.candidate.organisation_id == programme.commissioner_id,
            overlap=decision.overlap if decision else "",
            bid=diligence_selector.bid(decision.candidate) if decision and stage == 3 else diligence.Bid(),
            is_awarded=decision is not None and SelectionAward.objects.filter(decision=decision).exists(),
        )
    )


def stage_4(programme: Programme) -> facts.Facts:
    critical = Finding.objects.open().filter(programme=programme, severity=Finding.Severity.CRITICAL)
    elsewhere = critical.exclude(visits_caused__stage=4).order_by("number")
    return facts.Facts(critical_findings=tuple(elsewhere.values_list("number", flat=True)))


def stage_7(programme: Programme) -> facts.Facts:
    of_programme = Finding.objects.filter(programme=programme).order_by("number")
    serious = of_programme.filter(severity__in=[Finding.Severity.RED, Finding.Severity.CRITICAL], actions__isnull=True)
    unchecked = CorrectiveAction.objects.filter(finding__programme=programme, effect_checks__isnull=True)
    answers = FindingReply.objects.filter(finding=OuterRef("pk")).exclude(kind=FindingReply.Kind.COMMENT)
    latest = answers.order_by("-written_at", "-pk").values("kind")[:1]
    unanswered = serious.annotate(answer=Subquery(latest)).exclude(answer=FindingReply.Kind.DISMISSED)
    return facts.Facts(
        open_findings=tuple(of_programme.open().values_list("number", flat=True)),
        actions_unchecked=unchecked.count(),
        red_unanswered=tuple(unanswered.values_list("number", flat=True)),
        lessons=Entry.objects.standing().kept_in(programme.slug).count(),
    )


def of_stage(programme: Programme, stage: int) -> facts.Facts:
    """The facts that the computed criteria of the stage need."""
    if stage == 1:
        return stage_1(programme)
    if stage in {2, 3}:
        return selection(programme, stage)
    own = {4: stage_4, 7: stage_7}.get(stage)
    return own(programme) if own else facts.Facts()

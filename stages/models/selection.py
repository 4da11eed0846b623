import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from stages.models.programmes import Programme


class SelectionCriterion(models.Model):
    """Stages 2 and 3: a criterion for choosing the principal or the agent, with its weight in per cent."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="selection_criteria")
    stage = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    weight = models.DecimalField(max_digits=5, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "stage", "code"], name="stages_selectioncriterion_once"),
            models.CheckConstraint(condition=Q(stage__in=[2, 3]), name="stages_selectioncriterion_stage_2_or_3"),
            models.CheckConstraint(condition=Q(weight__gt=0, weight__lte=100), name="stages_selectioncriterion_weight"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        """The words before the colon, for the head of a column."""
        return self.name.partition(":")[0]


class Candidate(models.Model):
    """Stages 2 and 3: an organisation that might be the principal or the agent."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="candidates")
    stage = models.PositiveSmallIntegerField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="candidacies")
    case = models.TextField(blank=True, help_text="Why they might be the best placed")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "stage", "organisation"], name="stages_candidate_once"),
            models.CheckConstraint(condition=Q(stage__in=[2, 3]), name="stages_candidate_stage_2_or_3"),
        ]

    def __str__(self) -> str:
        return self.organisation.name


class CandidateScore(models.Model):
    """One assessor's score, 0 to 5, of one candidate against one criterion, with the reason. The latest one counts."""

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(SelectionCriterion, on_delete=models.PROTECT, related_name="scores")
    score = models.PositiveSmallIntegerField()
    reason = models.TextField()
    scored_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    scored_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(score__lte=5), name="stages_candidatescore_0_to_5"),
            models.CheckConstraint(condition=~Q(reason=""), name="stages_candidatescore_has_a_reason"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.candidate}, {self.criterion}: {self.score}"


class SelectionDecision(models.Model):
    """Who was chosen, and why. Written once for each decision; the latest one counts.

    `committed_funds` (pounds), `accountable_officer` and `overlap` (how it is disclosed and managed that commissioner
    and principal are one body) belong to the choice of a principal. No award is made for `standstill_days` after it.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="selection_decisions")
    stage = models.PositiveSmallIntegerField()
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="decisions")
    rationale = models.TextField()
    committed_funds = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    accountable_officer = models.CharField(max_length=200, blank=True)
    overlap = models.TextField(blank=True)
    standstill_days = models.PositiveSmallIntegerField(default=0)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=[2, 3]), name="stages_selectiondecision_stage_2_or_3"),
            models.CheckConstraint(condition=~Q(rationale=""), name="stages_selectiondecision_has_a_rationale"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.candidate} chosen at stage {self.stage}"


class SelectionAward(models.Model):
    """A choice is awarded, once its standstill is over."""

    decision = models.OneToOneField(SelectionDecision, on_delete=models.PROTECT, related_name="award")
    note = models.TextField(blank=True)
    awarded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    awarded_at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"Award to {self.decision.candidate}"

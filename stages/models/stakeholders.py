import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from stages.models.programmes import Programme


class Stakeholder(models.Model):
    """Stage 1: a person or body that affects the programme or is affected by it.

    Its salience class is computed from the latest scores (see stages.domain.salience), never typed.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="stakeholders")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=80, blank=True)
    need = models.TextField(blank=True, help_text="What they need from the programme")
    interest = models.PositiveSmallIntegerField(default=0, help_text="0 none to 3 high, for the power/interest grid")
    affects = models.BooleanField(default=False)
    is_affected = models.BooleanField(default=False)
    survival_depends = models.BooleanField(default=False, help_text="The provision's survival depends on them")
    is_service_user = models.BooleanField(default=False)
    engagement = models.TextField(blank=True, help_text="The engagement action")
    engagement_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    next_review_on = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "name"], name="stages_stakeholder_named_once"),
            models.CheckConstraint(condition=Q(interest__lte=3), name="stages_stakeholder_interest_0_to_3"),
        ]

    def __str__(self) -> str:
        return self.name


class StakeholderScore(models.Model):
    """Power, legitimacy and urgency, 0 (none) to 3 (high), with the evidence, who scored and when. Kept for ever."""

    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="scores")
    power = models.PositiveSmallIntegerField()
    legitimacy = models.PositiveSmallIntegerField()
    urgency = models.PositiveSmallIntegerField()
    evidence = models.TextField()
    scored_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    scored_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(power__lte=3, legitimacy__lte=3, urgency__lte=3), name="stages_stakeholderscore_0_to_3"
            ),
            models.CheckConstraint(condition=~Q(evidence=""), name="stages_stakeholderscore_has_evidence"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.stakeholder}: P{self.power} L{self.legitimacy} U{self.urgency}"

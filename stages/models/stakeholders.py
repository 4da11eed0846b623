import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from stages.models.programmes import Programme


class StakeholderQuerySet(models.QuerySet["Stakeholder"]):
    def present(self) -> "StakeholderQuerySet":
        """Those who are stakeholders still."""
        return self.filter(left_at__isnull=True)


class Stakeholder(models.Model):
    """Stage 1: a person or body that affects the programme or is affected by it.

    Its salience class is computed from the latest scores (see stages.domain.salience), never typed. One who is no
    longer a stakeholder stays in the register, with the reason.
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
    planned_at = models.DateTimeField(null=True, blank=True, help_text="When the engagement was last planned")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    left_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    left_because = models.TextField(blank=True)

    objects = StakeholderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "name"], name="stages_stakeholder_named_once"),
            models.CheckConstraint(condition=Q(interest__lte=3), name="stages_stakeholder_interest_0_to_3"),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True, left_by__isnull=True, left_because="")
                | (Q(left_at__isnull=False, left_by__isnull=False) & ~Q(left_because="")),
                name="stages_stakeholder_leaving_is_whole",
            ),
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


class StakeholderContact(models.Model):
    """One contact with a stakeholder: when, how, with whom, and what was said. Kept for ever."""

    class How(models.TextChoices):
        MEETING = "meeting", "Meeting"
        VISIT = "visit", "Visit"
        CALL = "call", "Telephone or video call"
        LETTER = "letter", "Letter or email"
        SURVEY = "survey", "Survey or interview"
        EVENT = "event", "Event or workshop"

    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="contacts")
    held_on = models.DateField()
    how = models.CharField(max_length=10, choices=How.choices)
    with_whom = models.CharField(max_length=200)
    said = models.TextField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(with_whom="") & ~Q(said=""), name="stages_stakeholdercontact_is_told"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_how_display()} with {self.with_whom}"

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation, User
from delivery.models.partners import Partner
from delivery.models.row_access import records_visible_to
from stages.models import Programme


class TrainingQuerySet(models.QuerySet["Training"]):
    def visible_to(self, user: User) -> "TrainingQuerySet":
        return self.filter(records_visible_to(user))


class Training(models.Model):
    """A session in which staff of an agent, or of one of its partners, were trained or mentored."""

    class Kind(models.TextChoices):
        TRAINING = "training", "Training"
        MENTORING = "mentoring", "Mentoring"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="trainings", db_index=False)
    agent = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="trainings")
    partner = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="trainings",
        help_text="Whose staff; empty: the agent's own",
    )  # fmt: skip
    kind = models.CharField(max_length=10, choices=Kind.choices)
    topic = models.CharField(max_length=200)
    held_on = models.DateField()
    roles = models.CharField(max_length=200, blank=True, help_text="Roles of those who took part")
    people = models.PositiveIntegerField()
    first_time = models.PositiveIntegerField(help_text="Those among them who had not been trained here before")
    mentor = models.CharField(max_length=200, blank=True, help_text="Trainer or mentor")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = TrainingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(first_time__lte=F("people")), name="delivery_training_first_of_people"),
            models.CheckConstraint(condition=Q(people__gte=1), name="delivery_training_has_people"),
            models.CheckConstraint(condition=~Q(topic=""), name="delivery_training_has_a_topic"),
            models.CheckConstraint(
                condition=Q(kind__in=["training", "mentoring"]), name="delivery_training_kind_is_known"
            ),
        ]
        indexes = [models.Index(fields=["programme", "held_on"], name="delivery_training_held")]

    def __str__(self) -> str:
        return self.topic


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    def visible_to(self, user: User) -> "MilestoneQuerySet":
        return self.filter(records_visible_to(user))


class Milestone(models.Model):
    """A step of an agent's delivery plan. It carries no money: what is paid for is the outcome.

    The day that was planned stays as it was entered, so that slippage cannot be planned away.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="milestones", db_index=False)
    agent = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="milestones")
    name = models.CharField(max_length=200)
    planned_on = models.DateField()
    expected_on = models.DateField(null=True, blank=True)
    reached_on = models.DateField(null=True, blank=True)
    why = models.TextField(blank=True, help_text="Why it slipped")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "agent", "name"], name="delivery_milestone_once"),
            models.CheckConstraint(condition=~Q(name=""), name="delivery_milestone_has_a_name"),
        ]
        triggers = [pgtrigger.ReadOnly(name="plan_is_frozen", fields=["programme", "agent", "planned_on", "added_at"])]

    def __str__(self) -> str:
        return self.name

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Organisation
from monitoring.models.flags import Flag
from stages.models import Finding, Programme


class Intervention(models.Model):
    """What a commissioner does about one agent that falls short: steps on a ladder, a plan, and what both sides say.

    It lasts until a step leads back to routine. An agent has at most one at a time.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="interventions")
    agent = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    finding = models.ForeignKey(Finding, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    flag = models.ForeignKey(Flag, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="monitoring_intervention_numbered_once"),
            models.UniqueConstraint(
                fields=["programme", "agent"],
                condition=Q(ended_at__isnull=True),
                name="monitoring_intervention_one_live",
            ),
        ]
        triggers = [pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"Intervention {self.number}: {self.agent}"

    def get_absolute_url(self) -> str:
        return reverse("monitoring:intervention_detail", args=[self.programme.slug, self.number])


class InterventionStep(models.Model):
    """A step up or down the ladder, with its reason, and the day by which the agent answers or things are looked at."""

    class Level(models.IntegerChoices):
        ROUTINE = 1, "Routine"
        INFORMAL = 2, "Informal, by the performance manager"
        INFORMAL_SENIOR = 3, "Informal, by a senior manager"
        FORMAL = 4, "Formal, by a senior manager"

    intervention = models.ForeignKey(Intervention, on_delete=models.PROTECT, related_name="steps")
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    reason = models.TextField()
    look_again_on = models.DateField(null=True, blank=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(level=1) | Q(level__gte=2, level__lte=4, look_again_on__isnull=False),
                name="monitoring_interventionstep_has_its_day",
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_level_display()}, {self.intervention}"


class PlanMeasure(models.Model):
    """One thing that the agent's improvement plan promises, by a day; and what was done."""

    intervention = models.ForeignKey(Intervention, on_delete=models.PROTECT, related_name="measures")
    what = models.TextField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField()
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    done_note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | (Q(done_at__gte=F("agreed_at"), done_by__isnull=False) & ~Q(done_note="")),
                name="monitoring_planmeasure_done_is_whole",
            )
        ]
        triggers = [
            pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="promise_is_kept",
                fields=["intervention", "what", "owner", "due_on", "agreed_by", "agreed_at"],
            ),
        ]

    def __str__(self) -> str:
        return self.what


class InterventionReply(models.Model):
    """What somebody of either side says about an intervention."""

    intervention = models.ForeignKey(Intervention, on_delete=models.PROTECT, related_name="replies")
    text = models.TextField()
    is_agent = models.BooleanField(help_text="It is the agent's answer")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.written_by} on {self.intervention}"

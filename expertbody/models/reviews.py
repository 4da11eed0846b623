import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from stages.models import Programme


class ProgrammeReview(models.Model):
    """A day on which the Expert Body asks whether the programme goes on, is amended or stops. One waits at a time."""

    class Outcome(models.TextChoices):
        CONTINUE = "continue", "Continue"
        AMEND = "amend", "Amend"
        STOP = "stop", "Stop"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="reviews")
    every_months = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    held_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme"], condition=Q(held_at__isnull=True), name="expertbody_review_one_waits"
            ),
            models.CheckConstraint(
                condition=Q(every_months__gte=1, every_months__lte=60), name="expertbody_review_interval"
            ),
            models.CheckConstraint(
                condition=Q(held_at__isnull=True, outcome="") | (Q(held_at__isnull=False) & ~Q(outcome="")),
                name="expertbody_review_holding_is_whole",
            ),
        ]
        triggers = [pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"Review of the programme, due {self.due_on.day} {self.due_on:%B %Y}"

    def get_absolute_url(self) -> str:
        return reverse("expertbody:review_list", args=[self.programme.slug])

    @property
    def decision_subject(self) -> str:
        """Every review decides about the same thing: whether the programme goes on."""
        return "programme"

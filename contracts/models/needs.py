from django.conf import settings
from django.db import models

from stages.models import Programme, Stakeholder


class OutcomeNeed(models.Model):
    """An outcome, by its code in every version of the contract, traced to a stakeholder who needs it."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="outcome_needs")
    outcome = models.SlugField(max_length=60, help_text="Code of the outcome")
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="+")
    traced_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    traced_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "outcome", "stakeholder"], name="contracts_outcomeneed_traced_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.outcome}: {self.stakeholder}"

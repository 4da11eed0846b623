import pgtrigger
from django.conf import settings
from django.db import models

from stages.models.visits import StageVisit


class GateConfirmation(models.Model):
    """A named person's word, with evidence, that a criterion of the gate holds or does not. The latest one counts."""

    visit = models.ForeignKey(StageVisit, on_delete=models.PROTECT, related_name="confirmations")
    criterion = models.CharField(max_length=60)
    holds = models.BooleanField()
    evidence = models.TextField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.criterion}: {'holds' if self.holds else 'does not hold'}"


class GateRequest(models.Model):
    """Somebody asks that the gate be decided. Answered when the visit closes or the request is sent back."""

    visit = models.ForeignKey(StageVisit, on_delete=models.PROTECT, related_name="gate_requests")
    note = models.TextField(blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    sent_back_at = models.DateTimeField(null=True, blank=True)
    sent_back_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit"], condition=models.Q(sent_back_at__isnull=True), name="stages_gaterequest_one_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"Gate of {self.visit}"

    def get_absolute_url(self) -> str:
        return self.visit.get_absolute_url()

import pgtrigger
from django.db import models
from django.db.models import Q

from contracts.models import Period, Target
from stages.models import Finding, Programme


class Flag(models.Model):
    """A sign that something is off track, raised once for each subject and period, with the finding that it led to."""

    class Kind(models.TextChoices):
        OFF_TRACK = "off_track", "Target"
        FORECAST = "forecast", "Forecast"
        SIGNAL = "signal", "Control chart"
        STARTS = "starts", "Starts"
        WAITING = "waiting", "Waiting"
        PARKING = "parking", "Parking"
        LATE_DATA = "late_data", "Late data"
        TOO_FEW = "too_few", "Too few to say"

    class Severity(models.TextChoices):
        AMBER = "amber", "Amber"
        RED = "red", "Red"
        CRITICAL = "critical", "Critical"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="flags", db_index=False)
    kind = models.CharField(max_length=40, choices=Kind.choices)
    target = models.ForeignKey(Target, null=True, blank=True, on_delete=models.PROTECT, related_name="flags")
    subject = models.CharField(max_length=200, help_text="Target code; segment and target; or agent")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="flags")
    severity = models.CharField(max_length=10, choices=Severity.choices)
    reason = models.TextField()
    numbers = models.JSONField(default=dict, help_text="What the words leave out; only for those who see all records")
    stages = models.JSONField(default=list)
    probability = models.DecimalField(max_digits=7, decimal_places=6, null=True, blank=True)
    finding = models.ForeignKey(Finding, null=True, blank=True, on_delete=models.PROTECT, related_name="flags")
    raised_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "kind", "subject", "period"], name="monitoring_flag_once"),
            models.CheckConstraint(
                condition=Q(severity__in=["amber", "red", "critical"]), name="monitoring_flag_severity_is_known"
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.subject} in {self.period}: {self.get_severity_display()}"

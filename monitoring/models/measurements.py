import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from contracts.models import Period, Target
from stages.models import Finding, Programme


class MonitorRun(models.Model):
    """One comparison of actual with target. `digest` covers its inputs: the same inputs are not judged twice."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="monitor_runs")
    as_of = models.DateField()
    digest = models.CharField(max_length=64)
    run_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    run_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "digest"], name="monitoring_run_inputs_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.programme} as of {self.as_of}"


class Measurement(models.Model):
    """A target's actual at the end of one period: for a rate, over the cohort and window named; with its interval.

    `expected` is what the maturity curve asks of the cohort by then; `low` and `high` are the 95 % interval (Wilson).
    `details` holds what the dashboard draws: cohorts, both denominators, segments, agents.
    """

    class Status(models.TextChoices):
        ON_TRACK = "on_track", "On track"
        AMBER = "amber", "At risk"
        RED = "red", "Off track"
        TOO_FEW = "too_few", "Too few to say"

    run = models.ForeignKey(MonitorRun, on_delete=models.PROTECT, related_name="measurements")
    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="measurements")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="measurements")
    agent = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    numerator = models.IntegerField()
    denominator = models.IntegerField(null=True, blank=True)
    actual = models.DecimalField(max_digits=14, decimal_places=6, null=True, blank=True)
    low = models.DecimalField(max_digits=14, decimal_places=6, null=True, blank=True)
    high = models.DecimalField(max_digits=14, decimal_places=6, null=True, blank=True)
    expected = models.DecimalField(max_digits=14, decimal_places=6)
    minimum = models.DecimalField(max_digits=14, decimal_places=6, null=True, blank=True)
    probability = models.DecimalField(
        max_digits=7, decimal_places=6, null=True, blank=True, help_text="Chance of as low a result if on profile"
    )
    status = models.CharField(max_length=10, choices=Status.choices)
    details = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "target", "period", "agent"], name="monitoring_measurement_once", nulls_distinct=False
            )
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.target} in {self.period}: {self.get_status_display()}"


class Flag(models.Model):
    """A target that is off track, raised once for each period, with the finding that it led to."""

    class Severity(models.TextChoices):
        AMBER = "amber", "Amber"
        RED = "red", "Red"
        CRITICAL = "critical", "Critical"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="flags")
    kind = models.CharField(max_length=40, help_text="off_track, parking, …")
    target = models.ForeignKey(Target, null=True, blank=True, on_delete=models.PROTECT, related_name="flags")
    subject = models.CharField(max_length=120, help_text="Target code, or segment and agent")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="flags")
    severity = models.CharField(max_length=10, choices=Severity.choices)
    reason = models.TextField()
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

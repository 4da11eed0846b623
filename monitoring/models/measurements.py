import pgtrigger
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Max, Q, QuerySet, Window

from accounts.models import Organisation
from contracts.models import Period, Target
from monitoring.models.runs import MonitorRun


class MeasurementQuerySet(QuerySet["Measurement"]):
    def standing(self) -> "MeasurementQuerySet":
        """Of several judgements of a period, the last: data that came in later judge it again, and so does a version
        that was agreed for the past. All targets of the version in force are judged at once, so that the others fall
        away with their version.
        """
        return self.alias(last_run=Window(Max("run_id"), partition_by=F("period_id"))).filter(run_id=F("last_run"))

    def told(self) -> "MeasurementQuerySet":
        """Those that people who may not see rows are, or were, told of."""
        return self.filter(is_told=True)


class Measurement(models.Model):
    """A target's actual at the end of one period: for a rate, over the closed cohorts judged; with its interval.

    For a rate, figures are shares of the `denominator` people; `expected` and `minimum` are what the maturity curve
    asks of these cohorts by then. For a count they are numbers in the period. `low` and `high` are the 95 % interval.
    `inputs` is the digest of what was judged. `details` holds {"cells": [[agent, segment, people, achieved, matured]],
    "not_due", "late", "late_agents", "period_starts", "period_achieved"}; `cohorts` the same cells by month of start:
    [[month, agent, segment, people, achieved, matured]]. For a count, `achieved` is the number in the period.

    `is_told`: whether people who may not see rows are told of it. One that has moved by a few since they were told of
    an earlier one is not told, and the earlier one stands for them.
    """

    class Status(models.TextChoices):
        ON_TRACK = "on_track", "On track"
        AMBER = "amber", "At risk"
        RED = "red", "Off track"
        TOO_FEW = "too_few", "Too few to say"

    run = models.ForeignKey(MonitorRun, on_delete=models.PROTECT, related_name="measurements")
    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="measurements", db_index=False)
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="measurements", db_index=False)
    agent = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
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
    is_critical = models.BooleanField(default=False)
    reason = models.TextField()
    inputs = models.CharField(max_length=64)
    details = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    cohorts = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    is_told = models.BooleanField(default=True, help_text="Whether people who may not see rows are told of it")

    objects = MeasurementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["target", "period", "run"], name="monitoring_measurement_once"),
        ]
        indexes = [models.Index(fields=["period"], condition=Q(is_told=True), name="monitoring_told_of_a_period")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.target} in {self.period}: {self.get_status_display()}"

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from stages.models import Programme


class MonitorRun(models.Model):
    """A comparison of actual with target that found something to judge. Without new data there is no new run.

    `judged` maps each complete period (its key as text) to the digest of the inputs on which it stands judged after
    this run. `digest` covers `judged` and the digest of the run before.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="monitor_runs", db_index=False)
    as_of = models.DateField()
    digest = models.CharField(max_length=64)
    judged = models.JSONField(default=dict)
    run_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    run_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "digest"], name="monitoring_run_inputs_once")]
        indexes = [models.Index(fields=["programme", "-id"], name="monitoring_run_latest")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.programme} as of {self.as_of}"


class MonitorRequest(models.Model):
    """Somebody asked for the monitor to run now. A worker carries it out once and says what came of it."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="monitor_requests")
    as_of = models.DateField()
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField(blank=True, help_text="What came of it, in one sentence")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme"], condition=Q(finished_at__isnull=True), name="monitoring_request_one_waiting"
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | (Q(finished_at__gte=F("requested_at")) & ~Q(outcome="")),
                name="monitoring_request_end_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"Monitor of {self.programme}, asked for by {self.requested_by}"

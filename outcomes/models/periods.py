import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation
from contracts.models import Period


class SubmissionWindow(models.Model):
    """From when to when rows of a period are taken. The latest row of a period counts; a change is a further row."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="windows")
    opens_on = models.DateField()
    closes_on = models.DateField()
    reason = models.TextField(blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="outcomes_window_in_order"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.period}: {self.opens_on} to {self.closes_on}"


class PeriodClosing(models.Model):
    """Somebody has closed a period, for good: rows are taken only by an exception that names an agent."""

    period = models.OneToOneField(Period, on_delete=models.PROTECT, related_name="closing")
    statement = models.TextField(help_text="What was looked at before")
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.period}, closed"


class LateException(models.Model):
    """One agent may send rows of a period until a day, though its window is over or the period closed.

    The latest row of a period and an agent counts, so that a further one prolongs an exception or ends it early.
    """

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="late_exceptions")
    agent = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    until = models.DateField()
    reason = models.TextField()
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="outcomes_lateexception_has_a_reason"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.period}: {self.agent} until {self.until}"

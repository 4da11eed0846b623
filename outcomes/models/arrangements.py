from django.conf import settings
from django.db import models

from accounts.models import Organisation
from outcomes.models.submissions import Submission
from stages.models import Programme


class StandingChoice(models.Model):
    """What an agent wants to happen by default with the good rows of a file in which others are wrong."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    agent = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    consent = models.CharField(max_length=10, choices=Submission.Consent.choices)
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "agent"], name="outcomes_standingchoice_one_per_agent")
        ]

    def __str__(self) -> str:
        return f"{self.agent}: {self.get_consent_display()}"


class ColumnName(models.Model):
    """What a column of an agent's files is called there. `column` is ours; empty means that it is passed over.

    `heading` is kept in the form in which headers are compared: see `outcomes.domain.reading.name_of`.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    agent = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Submission.Kind.choices)
    heading = models.CharField(max_length=200)
    column = models.CharField(max_length=100, blank=True)
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "agent", "kind", "heading"], name="outcomes_columnname_one_meaning"
            )
        ]

    def __str__(self) -> str:
        return f"{self.heading} means {self.column or 'nothing'}"

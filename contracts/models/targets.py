from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from contracts.models.outcomes import OutcomeDefinition
from contracts.models.segments import Segment
from contracts.models.versions import ContractVersion, terms_frozen


class Target(models.Model):
    """What is expected of an outcome: a rate of the closed cohort, or a count, in each period or in one alone.

    `value` is the full level (share 0 to 1 for a rate; number for a count a period).
    `minimum` is the minimum performance level.
    `maturity` is the expected path of a cohort: a list of {"days": int since start, "share": str of the final value}.
    """

    class Measure(models.TextChoices):
        RATE = "rate", "Rate of the cohort"
        COUNT = "count", "Number in the period"

    version = models.ForeignKey(ContractVersion, on_delete=models.PROTECT, related_name="targets")
    position = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=60)
    outcome = models.ForeignKey(OutcomeDefinition, on_delete=models.PROTECT, related_name="targets")
    segment = models.ForeignKey(Segment, null=True, blank=True, on_delete=models.PROTECT, related_name="targets")
    agent = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    period = models.SlugField(max_length=40, blank=True, default="", help_text="Code of the only period; empty: each")
    measure = models.CharField(max_length=10, choices=Measure.choices)
    value = models.DecimalField(max_digits=12, decimal_places=4)
    minimum = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    maturity = models.JSONField(default=list)
    questions_stages = models.JSONField(
        default=list, help_text="Stages that a shortfall questions, each {stage, why}; empty means stages 4 and 5"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="contracts_target_once"),
            models.CheckConstraint(
                condition=Q(minimum__isnull=True) | Q(minimum__lte=models.F("value")),
                name="contracts_target_minimum_below_value",
            ),
        ]
        triggers = [terms_frozen()]

    def __str__(self) -> str:
        return self.code

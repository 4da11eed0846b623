from django.db import models
from django.db.models import Q

from contracts.models.outcomes import OutcomeDefinition
from contracts.models.segments import Segment
from contracts.models.versions import ContractVersion, terms_frozen


class PaymentRule(models.Model):
    """A rule by which the contract pays. Its `params` are checked by kind in contracts.domain.terms."""

    version = models.ForeignKey(ContractVersion, on_delete=models.PROTECT, related_name="rules")
    position = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40, help_text="attachment_fee, outcome_fee, sustainment_fee, …")
    outcome = models.ForeignKey(
        OutcomeDefinition, null=True, blank=True, on_delete=models.PROTECT, related_name="rules"
    )
    params = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="contracts_rule_once")]
        triggers = [terms_frozen()]

    def __str__(self) -> str:
        return self.name


class Cap(models.Model):
    """The most that can be paid, in the unit that the contract names."""

    class Scope(models.TextChoices):
        PARTICIPANT = "participant", "For each participant"
        OUTCOME = "outcome", "For one outcome"
        PERIOD = "period", "In each period"
        YEAR = "year", "In each contract year"
        CONTRACT = "contract", "For the whole contract"

    version = models.ForeignKey(ContractVersion, on_delete=models.PROTECT, related_name="caps")
    position = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=60)
    scope = models.CharField(max_length=20, choices=Scope.choices)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    segment = models.ForeignKey(Segment, null=True, blank=True, on_delete=models.PROTECT, related_name="caps")
    outcome = models.ForeignKey(OutcomeDefinition, null=True, blank=True, on_delete=models.PROTECT, related_name="caps")
    per_agent = models.BooleanField(default=True, help_text="Each agent has this cap, rather than all together")
    carries_over = models.BooleanField(
        default=False, help_text="What one period or year leaves unused is added to the next"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="contracts_cap_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="contracts_cap_not_negative"),
            models.CheckConstraint(
                condition=Q(carries_over=False) | Q(scope__in=["period", "year"]),
                name="contracts_cap_carries_over_time",
            ),
        ]
        triggers = [terms_frozen()]

    def __str__(self) -> str:
        return f"{self.get_scope_display()}: {self.amount}"

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from stages.models.selection import Candidate


class PrincipalDiligence(models.Model):
    """Stage 2: what was found about a candidate to be the principal. Money in pounds."""

    candidate = models.OneToOneField(Candidate, on_delete=models.PROTECT, related_name="principal_diligence")
    budget_authority = models.TextField(blank=True)
    funds_available = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    liability = models.TextField(blank=True)
    accountability = models.TextField(blank=True)
    oversight_record = models.TextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(funds_available__isnull=True) | Q(funds_available__gte=0),
                name="stages_principaldiligence_funds",
            ),
        ]

    def __str__(self) -> str:
        return f"Due diligence of {self.candidate}"


class AgentDiligence(models.Model):
    """Stage 3: what was found about a candidate to be the agent. Money in pounds, the share in per cent."""

    candidate = models.OneToOneField(Candidate, on_delete=models.PROTECT, related_name="agent_diligence")
    delivery_history = models.TextField(blank=True)
    references = models.TextField(blank=True)
    working_capital = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    data_capability = models.TextField(blank=True)
    supply_chain = models.TextField(blank=True)
    risk_appetite = models.TextField(blank=True)
    maximum_pbr_share = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(working_capital__isnull=True) | Q(working_capital__gte=0),
                name="stages_agentdiligence_capital",
            ),
            models.CheckConstraint(
                condition=Q(maximum_pbr_share__isnull=True) | Q(maximum_pbr_share__gte=0, maximum_pbr_share__lte=100),
                name="stages_agentdiligence_share",
            ),
        ]

    def __str__(self) -> str:
        return f"Due diligence of {self.candidate}"


class CashPlan(models.Model):
    """Stage 3: the money that a candidate expects each month (pounds), and the pessimistic case.

    In that case only `pessimistic_share` per cent of the income by results is earned, and it comes
    `pessimistic_delay_months` later than planned.
    """

    candidate = models.OneToOneField(Candidate, on_delete=models.PROTECT, related_name="cash_plan")
    months = models.PositiveSmallIntegerField()
    monthly_cost = models.DecimalField(max_digits=14, decimal_places=2)
    monthly_fee = models.DecimalField(max_digits=14, decimal_places=2)
    monthly_income = models.DecimalField(max_digits=14, decimal_places=2)
    lag_months = models.PositiveSmallIntegerField()
    pessimistic_share = models.DecimalField(max_digits=5, decimal_places=2)
    pessimistic_delay_months = models.PositiveSmallIntegerField()
    source = models.TextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(months__gte=1, months__lte=240), name="stages_cashplan_months"),
            models.CheckConstraint(
                condition=Q(monthly_cost__gte=0, monthly_fee__gte=0, monthly_income__gte=0),
                name="stages_cashplan_money",
            ),
            models.CheckConstraint(
                condition=Q(pessimistic_share__gte=0, pessimistic_share__lte=100), name="stages_cashplan_share"
            ),
        ]

    def __str__(self) -> str:
        return f"Cash plan of {self.candidate}"


class BidAssumption(models.Model):
    """Stage 3: a figure on which a bid rests, against the range of the evidence."""

    class Kind(models.TextChoices):
        VOLUME = "volume", "Volume"
        RATE = "rate", "Rate"
        UNIT_COST = "unit_cost", "Unit cost"

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="assumptions")
    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=200)
    value = models.DecimalField(max_digits=14, decimal_places=2)
    evidence_low = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    evidence_high = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    source = models.TextField(blank=True)
    explanation = models.TextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["candidate", "name"], name="stages_bidassumption_named_once"),
            models.CheckConstraint(
                condition=Q(evidence_low__isnull=True, evidence_high__isnull=True)
                | Q(evidence_low__lte=F("evidence_high")),
                name="stages_bidassumption_range",
            ),
        ]

    def __str__(self) -> str:
        return self.name

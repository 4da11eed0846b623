from django.db import models
from django.db.models import Q

from contracts.models.versions import ContractVersion, terms_frozen


class OutcomeDefinition(models.Model):
    """An outcome that the contract counts, with what Webster's six characteristics ask of it.

    `window_days` runs from the participant's start; an outcome after it does not count. `max_per_participant` is how
    often one participant may achieve it (sequence 1 to that number).
    """

    class Kind(models.TextChoices):
        BINARY = "binary", "Binary"
        FREQUENCY = "frequency", "Frequency"
        DISTANCE_TRAVELLED = "distance_travelled", "Distance travelled"
        SUSTAINED = "sustained", "Sustained"
        MILESTONE = "milestone", "Milestone"

    class Direction(models.TextChoices):
        HIGHER = "higher", "Higher is better"
        LOWER = "lower", "Lower is better"

    version = models.ForeignKey(ContractVersion, on_delete=models.PROTECT, related_name="outcomes")
    position = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    direction = models.CharField(max_length=10, choices=Direction.choices, default=Direction.HIGHER)
    # clear and quantifiable
    definition = models.TextField(blank=True)
    numerator = models.CharField(max_length=300, blank=True)
    denominator = models.CharField(max_length=300, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    event_date = models.CharField(max_length=300, blank=True, help_text="Which day counts as the event date")
    window_days = models.PositiveIntegerField(null=True, blank=True)
    max_per_participant = models.PositiveSmallIntegerField(default=1)
    # verifiable
    evidence = models.TextField(blank=True)
    evidence_kinds = models.JSONField(default=list, help_text="Codes accepted in the column evidence_kind; empty: any")
    validator = models.CharField(max_length=200, blank=True)
    # attributable
    attribution = models.TextField(blank=True, help_text="Who else is paid for the same person, and in whose control")
    # factors in deadweight
    deadweight_method = models.CharField(max_length=20, default="none", help_text="none, conceded or counted")
    deadweight_value = models.CharField(max_length=40, blank=True, help_text="A share such as 1/6 or 0.25")
    deadweight_rounding = models.CharField(
        max_length=20, default="per_claim", help_text="per_claim, per_period or whole_people"
    )
    deadweight_count = models.CharField(max_length=10, default="down", help_text="down, nearest or up")
    deadweight_source = models.TextField(blank=True)
    baseline_value = models.DecimalField(max_digits=8, decimal_places=4, null=True, blank=True)
    baseline_source = models.CharField(max_length=200, blank=True)
    baseline_year = models.PositiveSmallIntegerField(null=True, blank=True)
    # targets individuals or cohorts
    eligibility = models.TextField(blank=True)
    # segmented
    segmentation = models.TextField(blank=True, help_text="Why these segments, or why none")
    particulars = models.JSONField(
        default=dict, help_text="Others who pay, the rate without the scheme, closing of the cohort, reasons, changes"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="contracts_outcome_once"),
            models.CheckConstraint(
                condition=Q(deadweight_method__in=["none", "conceded", "counted"]),
                name="contracts_outcome_deadweight_method_is_known",
            ),
            models.CheckConstraint(condition=Q(max_per_participant__gte=1), name="contracts_outcome_at_least_once"),
        ]
        triggers = [terms_frozen()]

    def __str__(self) -> str:
        return self.name

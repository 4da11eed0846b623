from django.conf import settings
from django.db import models
from django.db.models import Q

from stages.models.programmes import Programme


class Challenge(models.Model):
    """Stage 1: what stands in the way, inside the programme's own bodies or outside them, and what is done about it."""

    class Side(models.TextChoices):
        INTERNAL = "internal", "Internal"
        EXTERNAL = "external", "External"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="challenges")
    side = models.CharField(max_length=10, choices=Side.choices)
    what = models.CharField(max_length=300)
    response = models.TextField(blank=True, help_text="What is done about it")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.what


class Baseline(models.Model):
    """Stage 1: how things stand before the programme, measured somewhere, and how far that can be trusted."""

    class Quality(models.TextChoices):
        STRONG = "strong", "Strong: published or audited"
        FAIR = "fair", "Fair: records kept for another purpose"
        WEAK = "weak", "Weak: an estimate or a small sample"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="baselines")
    measure = models.CharField(max_length=200)
    value = models.CharField(max_length=100)
    period = models.CharField(max_length=100)
    source = models.CharField(max_length=300)
    quality = models.CharField(max_length=10, choices=Quality.choices)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.measure}: {self.value}"


class DataSource(models.Model):
    """Stage 1, the data-access map: a record, who holds it, by what right it may be had, and what it measures."""

    class Status(models.TextChoices):
        NOT_ASKED = "not_asked", "Not asked for yet"
        ASKED = "asked", "Asked for"
        AGREED = "agreed", "Agreed"
        REFUSED = "refused", "Refused"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="data_sources")
    record = models.CharField(max_length=200)
    holder = models.CharField(max_length=200)
    gateway = models.CharField(max_length=300, blank=True, help_text="The law or agreement that allows it")
    status = models.CharField(max_length=10, choices=Status.choices)
    measures = models.CharField(max_length=300, help_text="Which outcome it measures")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="agreed", gateway=""), name="stages_datasource_agreed_by_a_gateway"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record} ({self.holder})"


class Appraisal(models.Model):
    """Stage 1: an alternative to Payment by Results, held against it, with the conclusion."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="appraisals")
    alternative = models.CharField(max_length=200)
    cost = models.TextField(blank=True)
    risk = models.TextField(blank=True)
    quality = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    conclusion = models.TextField(blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.alternative

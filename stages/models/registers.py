from django.conf import settings
from django.db import models

from stages.models.programmes import Programme


class PracticeEntry(models.Model):
    """Stage 1: good or bad practice elsewhere, and its lesson."""

    class Kind(models.TextChoices):
        GOOD = "good", "Good practice"
        BAD = "bad", "Bad practice"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="practice_entries")
    scheme = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    happened = models.TextField()
    lesson = models.TextField()
    source = models.CharField(max_length=300)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.scheme}: {self.lesson}"


class HorizonEntry(models.Model):
    """Stage 1: what may come – law, initiative, challenge – and its effect on the programme."""

    class Kind(models.TextChoices):
        LAW = "law", "Law or regulation"
        INITIATIVE = "initiative", "Initiative or policy"
        ECONOMY = "economy", "Economy"
        INTERNAL = "internal", "Internal change or challenge"
        EXTERNAL = "external", "External change or challenge"

    class Likelihood(models.TextChoices):
        LOW = "low", "Low"
        MEDIUM = "medium", "Medium"
        HIGH = "high", "High"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="horizon_entries")
    item = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    likelihood = models.CharField(max_length=10, choices=Likelihood.choices)
    expected_on = models.DateField()
    effect = models.TextField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.item

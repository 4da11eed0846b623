from django.conf import settings
from django.db import models

from stages.models.programmes import Programme


class Purpose(models.Model):
    """Stage 1: the one purpose, and why Payment by Results."""

    programme = models.OneToOneField(Programme, on_delete=models.PROTECT, related_name="purpose")
    aim = models.TextField(blank=True)
    why_pbr = models.TextField(blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.aim or f"Purpose of {self.programme}"

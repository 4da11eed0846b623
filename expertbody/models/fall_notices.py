import pgtrigger
from django.conf import settings
from django.db import models

from stages.models import CriterionFall


class FallNotice(models.Model):
    """The chair was told that a criterion of a closed stage no longer holds. Once a fall; written once."""

    fall = models.OneToOneField(CriterionFall, on_delete=models.PROTECT, related_name="+")
    told = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.told} was told: {self.fall}"

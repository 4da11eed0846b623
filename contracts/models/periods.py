import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from contracts.models.versions import DateRange
from stages.models import Programme


class Period(models.Model):
    """A span of days, both ends included, for which claims are stated and targets are judged."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="periods")
    code = models.SlugField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="contracts_period_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="contracts_period_in_order"),
            ExclusionConstraint(
                name="contracts_period_never_overlap",
                expressions=[
                    ("programme", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on", models.Value("[]")), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.code

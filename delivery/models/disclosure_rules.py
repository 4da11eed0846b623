import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from delivery.domain import sources
from delivery.domain.suppression import Rule
from stages.models import Programme


class DisclosureRule(models.Model):
    """How small counts of an outcome are protected; without an outcome, those of all others. The last one stands."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="disclosure_rules")
    outcome = models.SlugField(max_length=60, blank=True, db_index=False, help_text="Empty: every other outcome")
    source = models.CharField(max_length=20, choices=sources.CHOICES)
    threshold = models.PositiveSmallIntegerField(help_text="Counts below this are not shown")
    base = models.PositiveSmallIntegerField(help_text="Counts are rounded to a multiple of this")
    hides_nought = models.BooleanField(default=False)
    reason = models.TextField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(threshold__gte=2) & Q(base__gte=1), name="delivery_disclosure_rule_hides_something"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="delivery_disclosure_rule_has_a_reason"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.outcome or 'Every other outcome'}: {self.threshold}"

    @property
    def rule(self) -> Rule:
        return Rule(self.threshold, self.base, self.hides_nought)

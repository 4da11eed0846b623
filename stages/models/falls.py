import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from stages.models.findings import Finding
from stages.models.visits import StageVisit


class CriterionFallQuerySet(models.QuerySet["CriterionFall"]):
    def standing(self) -> "CriterionFallQuerySet":
        """Those that have not held again, of stages that are still closed by the visit that they speak of."""
        later = StageVisit.objects.filter(
            programme=OuterRef("visit__programme"), stage=OuterRef("visit__stage"), number__gt=OuterRef("visit__number")
        )
        return self.filter(~Exists(later), held_again_at__isnull=True)


class CriterionFall(models.Model):
    """A criterion that held when a visit closed and later did not. `held_again_at` ends it; then it can fall anew."""

    visit = models.ForeignKey(StageVisit, on_delete=models.PROTECT, related_name="falls")
    criterion = models.CharField(max_length=60)
    rule = models.TextField()
    said_then = models.TextField(blank=True)
    says_now = models.TextField()
    noticed_at = models.DateTimeField()
    noticed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    held_again_at = models.DateTimeField(null=True, blank=True)
    finding = models.ForeignKey(Finding, null=True, blank=True, on_delete=models.PROTECT, related_name="falls")

    objects = CriterionFallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "criterion"],
                condition=Q(held_again_at__isnull=True),
                name="stages_criterionfall_one_standing",
            ),
            models.CheckConstraint(
                condition=Q(held_again_at__isnull=True) | Q(held_again_at__gte=F("noticed_at")),
                name="stages_criterionfall_ends_after_it_began",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="as_noticed",
                fields=["visit", "criterion", "rule", "said_then", "says_now", "noticed_at", "noticed_by"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.says_now}"

    def get_absolute_url(self) -> str:
        visit = self.visit
        return reverse("stages:criterion_fallen", args=[visit.programme.slug, visit.stage, self.criterion])

import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from stages.models.findings import Finding
from stages.models.programmes import Programme


class StageVisitQuerySet(models.QuerySet["StageVisit"]):
    def open(self) -> "StageVisitQuerySet":
        return self.filter(closed_at__isnull=True)

    def closed(self) -> "StageVisitQuerySet":
        return self.filter(closed_at__isnull=False)


class StageVisit(models.Model):
    """One stay of a programme in one stage. Reopening adds a visit; no visit is ever removed or rewritten.

    While a visit is open, the records of its stage may be changed. `criteria` is what each criterion of the gate said
    at the moment of closing: a list of {code, rule, met, reason, evidence}.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="visits")
    stage = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    because = models.TextField()
    finding = models.ForeignKey(Finding, null=True, blank=True, on_delete=models.PROTECT, related_name="visits_caused")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decision = models.TextField(blank=True)
    criteria = models.JSONField(default=list, encoder=DjangoJSONEncoder)

    objects = StageVisitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "stage", "number"], name="stages_visit_numbered_once"),
            models.UniqueConstraint(
                fields=["programme", "stage"], condition=Q(closed_at__isnull=True), name="stages_visit_one_open"
            ),
            models.CheckConstraint(condition=Q(stage__gte=1, stage__lte=7), name="stages_visit_stage_is_one_of_seven"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__gte=F("opened_at"), closed_by__isnull=False),
                name="stages_visit_closing_is_whole",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="closed_stays_closed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__closed_at__isnull=False),
            ),
            pgtrigger.ReadOnly(
                name="opening_never_rewritten",
                fields=["programme", "stage", "number", "opened_at", "opened_by", "because", "finding"],
            ),
        ]

    def __str__(self) -> str:
        return f"Stage {self.stage}, visit {self.number} of {self.programme}"

    def get_absolute_url(self) -> str:
        return reverse("stages:stage_detail", args=[self.programme.slug, self.stage])

import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q, QuerySet

from stages.models import Programme


class PublicationQuerySet(QuerySet["Publication"]):
    def latest_of_each(self) -> "PublicationQuerySet":
        """The last word on each programme: what was published, or that it was taken off."""
        return self.order_by("programme_id", "-pk").distinct("programme_id")


class Publication(models.Model):
    """The programme was published as it stood then, or taken off the public pages. The last one stands.

    `document` is what everybody may read; `shown` every figure that it shows, as exact as it was decided on, for later
    publications to keep in mind.
    """

    class Kind(models.TextChoices):
        PUBLISHED = "published", "Published"
        TAKEN_OFF = "taken_off", "Taken off"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="publications")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    document = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    shown = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    reason = models.TextField(blank=True, help_text="Why it was taken off")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = PublicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="published", reason="") & ~Q(document={}))
                | (Q(kind="taken_off", document={}) & ~Q(reason="")),
                name="monitoring_publication_is_whole",
            ),
        ]
        indexes = [models.Index(fields=["programme", "-id"], name="monitoring_publication_last")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.programme}: {self.get_kind_display()}"

    @property
    def is_public(self) -> bool:
        return self.kind == self.Kind.PUBLISHED

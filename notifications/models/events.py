import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q


class EventQuerySet(models.QuerySet["Event"]):
    def waiting(self) -> "EventQuerySet":
        """The events that were not handed out yet."""
        return self.filter(handed_out_at__isnull=True)


class Event(models.Model):
    """Something that happened, of which others are told. Written in the transaction of what happened.

    It names records by number and code and nobody by name: it goes to other systems as it stands. The programme is kept
    by its slug, because events stand below what they speak of.
    """

    uid = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=40)
    programme = models.CharField(max_length=80, blank=True)
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    path = models.CharField(max_length=300, blank=True, help_text="Page of what happened")
    list_path = models.CharField(max_length=300, blank=True, help_text="Page that lists what is like it")
    organisations = ArrayField(
        models.BigIntegerField(), default=list, blank=True, help_text="Agents hear of it only for these, if any"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    handed_out_at = models.DateTimeField(null=True, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(handed_out_at__isnull=True), name="notifications_event_waiting")
        ]
        triggers = [
            pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="as_it_happened",
                fields=["uid", "kind", "programme", "data", "path", "list_path", "organisations", "at", "by"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"

from datetime import datetime

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation
from notifications.models.events import Event


class EndpointQuerySet(models.QuerySet["Endpoint"]):
    def standing(self) -> "EndpointQuerySet":
        """The endpoints that were not ended."""
        return self.filter(ended_at__isnull=True)


class Endpoint(models.Model):
    """Where a system of an organisation wants to be told what happens in some programmes.

    Secrets are kept encrypted, because each webhook is signed with them; they are shown once.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="endpoints")
    purpose = models.CharField(max_length=120)
    url = models.CharField(max_length=500)
    secret = models.BinaryField()
    old_secret = models.BinaryField(null=True, blank=True)
    old_secret_until = models.DateTimeField(null=True, blank=True)
    kinds = ArrayField(models.CharField(max_length=40))
    programmes = ArrayField(models.CharField(max_length=80))
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    failing_since = models.DateTimeField(null=True, blank=True)
    hold_until = models.DateTimeField(null=True, blank=True, help_text="Not tried before, after it did not answer")
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_because = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = EndpointQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(paused_at__isnull=True, paused_because="")
                | (Q(paused_at__isnull=False) & ~Q(paused_because="")),
                name="notifications_endpoint_pause_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(old_secret__isnull=True, old_secret_until__isnull=True)
                | Q(old_secret__isnull=False, old_secret_until__isnull=False),
                name="notifications_endpoint_old_secret_ends",
            ),
        ]
        triggers = [pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.purpose


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, at: datetime) -> "DeliveryQuerySet":
        """What is to be sent now, to endpoints that take something."""
        return self.filter(
            Q(endpoint__hold_until__isnull=True) | Q(endpoint__hold_until__lte=at),
            state=Delivery.State.WAITING,
            next_at__lte=at,
            endpoint__paused_at__isnull=True,
            endpoint__ended_at__isnull=True,
        )


class Delivery(models.Model):
    """An event on its way to an endpoint: once only, with what became of it. Each attempt is kept beside it."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        DELIVERED = "delivered", "Delivered"
        DEAD = "dead", "Given up"

    endpoint = models.ForeignKey(Endpoint, on_delete=models.PROTECT, related_name="deliveries")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="deliveries")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="Since it was last put in the queue")
    next_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "event"], name="notifications_delivery_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", next_at__isnull=False) | (~Q(state="waiting") & Q(next_at__isnull=True)),
                name="notifications_delivery_waits_until",
            ),
            models.CheckConstraint(
                condition=~Q(state="delivered") | Q(delivered_at__isnull=False),
                name="notifications_delivery_has_a_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state="waiting"), name="notifications_delivery_due"),
            models.Index(F("endpoint"), F("id").desc(), name="notifications_delivery_latest"),
        ]
        triggers = [
            pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="as_made", fields=["endpoint", "event", "made_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.event} to {self.endpoint}"


class Attempt(models.Model):
    """One attempt to deliver, and what came back. Nothing of the answer but its number is kept."""

    class Outcome(models.TextChoices):
        TAKEN = "taken", "Taken"
        REFUSED = "refused", "Answered with an error"
        REDIRECT = "redirect", "Answered with another address, which is not followed"
        SILENT = "silent", "No answer in time"
        UNREACHABLE = "unreachable", "No connection"
        FORBIDDEN = "forbidden", "The name leads to an address that is not public"
        UNSIGNED = "unsigned", "The secret cannot be read"

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="tries")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    took_ms = models.PositiveIntegerField()

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} ({self.status})" if self.status else self.get_outcome_display()

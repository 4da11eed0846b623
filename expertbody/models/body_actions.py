import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from expertbody.models.decisions import Decision
from stages.models import Programme

APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete


class BodyActionQuerySet(models.QuerySet["BodyAction"]):
    def to_do(self) -> "BodyActionQuerySet":
        return self.filter(done_at__isnull=True)


class BodyAction(models.Model):
    """What somebody will do because of a decision of the Expert Body, by when, and what was done."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="body_actions")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="actions")
    what = models.TextField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="body_actions")
    due_on = models.DateField()
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    done_note = models.TextField(blank=True)

    objects = BodyActionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="expertbody_bodyaction_says_what"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True, done_note="")
                | (Q(done_at__gte=F("agreed_at"), done_by__isnull=False) & ~Q(done_note="")),
                name="expertbody_bodyaction_done_is_whole",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="agreement_is_kept",
                fields=["programme", "decision", "what", "owner", "due_on", "agreed_by", "agreed_at"],
            ),
            pgtrigger.Protect(
                name="done_stays_done", operation=pgtrigger.Update, condition=pgtrigger.Q(old__done_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("expertbody:action_detail", args=[self.programme.slug, self.pk])


class BodyActionCheck(models.Model):
    """Whether an action that was done had its effect, as somebody saw it on the day. Written once."""

    class Effect(models.TextChoices):
        WORKED = "worked", "It worked"
        PARTLY = "partly", "It worked in part"
        NONE = "none", "No effect seen"
        WORSE = "worse", "It got worse"

    action = models.ForeignKey(BodyAction, on_delete=models.PROTECT, related_name="checks")
    effect = models.CharField(max_length=10, choices=Effect.choices)
    note = models.TextField()
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return f"{self.get_effect_display()}: {self.action}"

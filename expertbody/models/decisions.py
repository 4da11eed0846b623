import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from stages.models import Programme


class Decision(models.Model):
    """A decision of the Expert Body, with its votes, reason and dissent. Written once.

    `subject_kind` is a key of `pbrmanager.decidables`; `subject_id` the record it speaks of; `resolution` one of the
    resolutions which that table offers for the kind. The decision is carried out in its own transaction. `about` names
    the thing decided on, so that of two decisions about it only one is in force: see expertbody.domain.force.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveIntegerField()
    subject_kind = models.CharField(max_length=40)
    subject_id = models.PositiveBigIntegerField()
    resolution = models.CharField(max_length=40)
    rationale = models.TextField()
    dissent = models.TextField(blank=True)
    votes_for = models.PositiveSmallIntegerField(default=0)
    votes_against = models.PositiveSmallIntegerField(default=0)
    abstentions = models.PositiveSmallIntegerField(default=0)
    about = models.CharField(max_length=60, blank=True)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    supersedes_because = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="expertbody_decision_numbered_once"),
            models.CheckConstraint(condition=~Q(rationale=""), name="expertbody_decision_has_a_rationale"),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True, supersedes_because="")
                | (Q(supersedes__isnull=False) & ~Q(supersedes_because="")),
                name="expertbody_decision_says_why_it_supersedes",
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"Decision {self.number}: {self.resolution}"

    def get_absolute_url(self) -> str:
        return reverse("expertbody:decision_detail", args=[self.programme.slug, self.number])

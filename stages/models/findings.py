import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from stages.domain import framework
from stages.models.programmes import Programme


class FindingQuerySet(models.QuerySet["Finding"]):
    def open(self) -> "FindingQuerySet":
        return self.filter(closed_at__isnull=True)


class Finding(models.Model):
    """What was seen, with its frozen evidence, and the stages that it questions (see `FindingStage`).

    `key` makes raising it twice change nothing. `evidence` is written once; see docs for its shape.
    """

    class Source(models.TextChoices):
        MONITORING = "monitoring", "Monitoring"
        VERIFICATION = "verification", "Verification"
        EXPERT_BODY = "expert_body", "Expert Body"
        SERVICE_USER = "service_user", "Service users"
        GATE = "gate", "A gate's criterion that fell"
        HORIZON = "horizon", "Horizon log"

    class Severity(models.TextChoices):
        AMBER = "amber", "Amber"
        RED = "red", "Red"
        CRITICAL = "critical", "Critical"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="findings")
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    summary = models.TextField()
    source = models.CharField(max_length=20, choices=Source.choices)
    severity = models.CharField(max_length=10, choices=Severity.choices)
    evidence = models.JSONField(encoder=DjangoJSONEncoder)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closing_note = models.TextField(blank=True)

    OF_THEIR_OWN = frozenset({Source.MONITORING, Source.GATE, Source.HORIZON})
    """Sources that nobody chooses by hand."""

    withheld = False
    """Whether the person who reads it may know no more than that there is one: see `stages.selectors.finding_words`."""

    objects = FindingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="stages_finding_numbered_once"),
            models.UniqueConstraint(fields=["programme", "key"], name="stages_finding_raised_once"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | (Q(closed_at__gte=F("raised_at"), closed_by__isnull=False) & ~Q(closing_note="")),
                name="stages_finding_closing_is_whole",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="evidence_is_frozen",
                fields=["programme", "number", "key", "title", "summary", "source", "severity", "evidence",
                        "raised_at", "raised_by"],
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Finding {self.number}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("stages:finding_detail", args=[self.programme.slug, self.number])


class FindingStage(models.Model):
    """A stage (1–6) that a finding questions, and why."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="stages")
    stage = models.PositiveSmallIntegerField()
    why = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["finding", "stage"], name="stages_findingstage_once"),
            models.CheckConstraint(condition=Q(stage__gte=1, stage__lte=6), name="stages_findingstage_one_to_six"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"Stage {self.stage} questioned by {self.finding}"

    @property
    def stage_label(self) -> str:
        """The stage's number and name."""
        return f"{self.stage}. {framework.BY_NUMBER[self.stage].name}"


class FindingReply(models.Model):
    """A remark on a finding, or its acceptance or dismissal with a reason. The latest answer counts."""

    class Kind(models.TextChoices):
        COMMENT = "comment", "Comment"
        ACCEPTED = "accepted", "Accepted"
        DISMISSED = "dismissed", "Dismissed"

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="replies")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.finding}"


class CorrectiveAction(models.Model):
    """What will be done about a finding, by whom, by when."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="actions")
    what = models.TextField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="corrective_actions")
    due_on = models.DateField()
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    done_note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | (Q(done_at__gte=F("agreed_at"), done_by__isnull=False) & ~Q(done_note="")),
                name="stages_correctiveaction_done_is_whole",
            )
        ]
        triggers = [
            pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="agreement_is_kept", fields=["finding", "what", "agreed_by", "agreed_at"]),
        ]

    def __str__(self) -> str:
        return self.what


class EffectCheck(models.Model):
    """Whether an action had the effect that it was taken for, with the figures of that day."""

    class Effect(models.TextChoices):
        WORKED = "worked", "It worked"
        PARTLY = "partly", "It worked in part"
        NONE = "none", "No effect seen"
        WORSE = "worse", "It got worse"

    action = models.ForeignKey(CorrectiveAction, on_delete=models.PROTECT, related_name="effect_checks")
    effect = models.CharField(max_length=10, choices=Effect.choices)
    note = models.TextField()
    evidence = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_effect_display()}: {self.action}"

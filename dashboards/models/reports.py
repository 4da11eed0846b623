import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation
from expertbody.models import Meeting
from stages.models import Programme


class ReportQuerySet(models.QuerySet["Report"]):
    def unfinished(self) -> "ReportQuerySet":
        return self.filter(finished_at__isnull=True)


class Report(models.Model):
    """A report that was asked for, by a person or by the plan of the programme, and the file that was made.

    `audience` says whose figures are in it; whoever sees less than that may not read it. `due` names what the plan
    asked for, so that nothing is made twice. Once it has ended, it stays as it is.
    """

    class Kind(models.TextChoices):
        PROGRAMME = "programme", "Programme report"
        MEETING = "meeting", "Expert Body pack"

    class Audience(models.TextChoices):
        RECORDS = "records", "Every figure"
        PROTECTED = "protected", "Small counts hidden"
        OWN = "own", "One agent’s own figures"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="reports", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    audience = models.CharField(max_length=10, choices=Audience.choices)
    agent = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due = models.CharField(max_length=80, blank=True, help_text="What the plan asked for; empty: asked for by hand")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    content = models.BinaryField(null=True, blank=True)
    size = models.PositiveIntegerField(default=0, help_text="Bytes")
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the file")
    failure = models.TextField(blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(audience="own", agent__isnull=False) | (~Q(audience="own") & Q(agent__isnull=True)),
                name="dashboards_report_names_its_agent",
            ),
            models.CheckConstraint(
                condition=Q(kind="meeting", meeting__isnull=False) | Q(kind="programme", meeting__isnull=True),
                name="dashboards_report_names_its_meeting",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, content__isnull=True, digest="", failure="")
                | (Q(finished_at__gte=F("asked_at"), content__isnull=False, failure="") & ~Q(digest=""))
                | (Q(finished_at__gte=F("asked_at"), content__isnull=True, digest="") & ~Q(failure="")),
                name="dashboards_report_end_is_whole",
            ),
            models.UniqueConstraint(
                fields=["programme", "due"], condition=~Q(due="") & Q(failure=""), name="dashboards_report_due_once"
            ),
        ]
        indexes = [models.Index(fields=["programme", "-id"], name="dashboards_report_latest")]
        triggers = [
            pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="ended_stays_ended",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__finished_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.programme}"

    @property
    def filename(self) -> str:
        """Under which name it is kept: what it is, of which programme, when it was asked for."""
        what = f"meeting-{self.meeting.number}-pack" if self.meeting else "report"
        return f"{self.programme.slug}-{what}-{self.asked_at:%Y-%m-%d}.pdf"


class ReportPlan(models.Model):
    """When reports of the programme are made by themselves. Written once; the latest holds.

    `pack_days`: how many days before a meeting its pack is made; null: not by itself.
    """

    class Every(models.TextChoices):
        NEVER = "never", "Not by itself"
        MONTH = "month", "Every month"
        QUARTER = "quarter", "Every quarter"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="report_plans", db_index=False)
    every = models.CharField(max_length=10, choices=Every.choices)
    pack_days = models.PositiveSmallIntegerField(null=True, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(pack_days__isnull=True) | Q(pack_days__gte=1, pack_days__lte=60),
                name="dashboards_reportplan_within_two_months",
            )
        ]
        indexes = [models.Index(fields=["programme", "-id"], name="dashboards_plan_latest")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"Reports of {self.programme}: {self.get_every_display().lower()}"

"""Questions about gaming: what was looked at, what was asked, what the agent said, and how it was settled."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organisation, User
from contracts.models import Period
from delivery.models.row_access import WHOLE_PROGRAMME, own_rows
from monitoring.domain import gaming_indicators
from stages.models import Finding, Programme


class GamingLook(models.Model):
    """A look at the figures of a programme up to the end of a period. Without new data there is no new look.

    `readings` holds one entry an indicator, agent and subject: its state, counts, estimate, interval and rule.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="gaming_looks", db_index=False)
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    readings = models.JSONField(default=list)
    looked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    looked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "digest"], name="monitoring_look_figures_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.programme}, {self.period}"


class GamingQuestionQuerySet(models.QuerySet["GamingQuestion"]):
    def visible_to(self, user: User) -> "GamingQuestionQuerySet":
        """Those who may see the rows behind a question see it: the other side all, an agent its own."""
        whole = user.memberships.filter(role__in=WHOLE_PROGRAMME).values("programme")
        return self.filter(Q(programme__in=whole) | Q(own_rows(user)))

    def to_reply(self) -> "GamingQuestionQuerySet":
        return self.filter(replies__isnull=True, settlement__isnull=True)

    def to_settle(self) -> "GamingQuestionQuerySet":
        return self.filter(replies__isnull=False, settlement__isnull=True).distinct()


class GamingQuestion(models.Model):
    """A pattern in an agent's figures that may be gaming and may have an innocent cause, with its frozen evidence.

    `first_period` to `period` are the periods whose data it rests on. They never lead to a second question.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="gaming_questions")
    number = models.PositiveIntegerField()
    agent = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    indicator = models.CharField(max_length=40, help_text="Code of an indicator of monitoring.domain.gaming")
    subject = models.CharField(max_length=125, blank=True, help_text="Codes of an outcome, a segment or both")
    first_period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+", db_index=False)
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+", db_index=False)
    sentence = models.TextField()
    evidence = models.JSONField()
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()

    objects = GamingQuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="monitoring_gaming_number_once"),
            models.UniqueConstraint(
                fields=["programme", "agent", "indicator", "subject", "period"], name="monitoring_gaming_asked_once"
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"Question {self.number}: {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("monitoring:gaming_question", args=[self.programme.slug, self.number])

    @property
    def name(self) -> str:
        """What is looked for, in words."""
        return gaming_indicators.BY_CODE[self.indicator].name


class GamingReply(models.Model):
    """What the agent says to a question."""

    question = models.ForeignKey(GamingQuestion, on_delete=models.PROTECT, related_name="replies")
    text = models.TextField()
    replied_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    replied_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="monitoring_gamingreply_says_something")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"Reply to {self.question}"


class GamingSettlement(models.Model):
    """How the other side settled a question: the reply is accepted, or a finding is raised. Once, with the reason."""

    class Kind(models.TextChoices):
        ACCEPTED = "accepted", "Reply accepted"
        FINDING = "finding", "Finding raised"

    question = models.OneToOneField(GamingQuestion, on_delete=models.PROTECT, related_name="settlement")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.TextField()
    finding = models.OneToOneField(
        Finding, null=True, blank=True, on_delete=models.PROTECT, related_name="gaming_settlement"
    )
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="monitoring_gamingsettlement_has_a_reason"),
            models.CheckConstraint(
                condition=Q(kind="accepted", finding__isnull=True) | Q(kind="finding", finding__isnull=False),
                name="monitoring_gamingsettlement_is_whole",
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.question}: {self.get_kind_display()}"

import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from accounts.models import Organisation, User
from contracts.models import Period
from stages.models import Programme


class StatementQuerySet(models.QuerySet["Statement"]):
    def visible_to(self, user: User) -> "StatementQuerySet":
        """Every statement of the person's programmes; for agents, only those of their own organisation."""
        whole = user.memberships.exclude(role="agent").values("programme")
        own = user.memberships.filter(
            role="agent", programme=models.OuterRef("programme"), organisation=models.OuterRef("agent")
        )
        return self.filter(Q(programme__in=whole) | Q(models.Exists(own)))


class Statement(models.Model):
    """What is owed to one agent for one period. Open until approved; then frozen with its lines and total for ever.

    `lines` is filled at approval, in the shape of interfaces.md (`statement`).
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="statements")
    agent = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="statements")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="statements")
    opened_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lines = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    total = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agent", "period"], name="payments_statement_once"),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True, total__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False, total__isnull=False),
                name="payments_statement_approval_is_whole",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="approved_stays_approved",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__approved_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agent}, {self.period}"


class StatementEvent(models.Model):
    """What happened to a statement: queried, answered, approved. Append-only."""

    class Kind(models.TextChoices):
        QUERIED = "queried", "Queried"
        ANSWERED = "answered", "Answered"
        APPROVED = "approved", "Approved"

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.statement}"

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation, Role, User
from delivery.models import Decided
from delivery.models.participant_events import SecondPersonDecision, another_person, refused_with_a_reason
from delivery.models.row_access import records_visible_to
from stages.models import Programme


class MeasurementQuerySet(models.QuerySet["Measurement"]):
    def visible_to(self, user: User) -> "MeasurementQuerySet":
        """An agent's people see the figures of their own organisation and those for all agents; others see all."""
        member = user.memberships.filter(role__in=Role.values).values("programme")
        return self.filter(records_visible_to(user) | Q(agent=None, programme__in=member))


class Measurement(models.Model):
    """A figure of a metric, as somebody reported it, for a period, a cohort or an earlier group. Never changed.

    Of a ratio, numerator and denominator are kept, and used exactly; otherwise the value. A correction is a further
    row that takes the place of the one before (`supersedes`), with its reason. Nothing is paid by a figure until
    somebody other than who reported it has confirmed it (`MeasurementDecision`).
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="measurements")
    metric = models.SlugField(max_length=60)
    agent = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    covers = models.SlugField(max_length=60, help_text="A period, a cohort of a rule, or an earlier group")
    value = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    numerator = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    denominator = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    measured_on = models.DateField()
    source = models.CharField(max_length=200)
    evidence = models.TextField(blank=True)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    reason = models.TextField(blank=True, help_text="Why it takes the place of the figure before")
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()

    objects = MeasurementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=False, numerator__isnull=True, denominator__isnull=True)
                | Q(value__isnull=True, numerator__isnull=False, denominator__gt=0),
                name="outcomes_measurement_is_a_value_or_a_ratio",
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True, reason="") | (Q(supersedes__isnull=False) & ~Q(reason="")),
                name="outcomes_measurement_corrected_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | Q(supersedes__lt=F("pk")),
                name="outcomes_measurement_corrects_an_earlier_one",
            ),
            models.UniqueConstraint(
                fields=["programme", "metric", "agent", "covers"],
                condition=Q(supersedes__isnull=True),
                nulls_distinct=False,
                name="outcomes_measurement_first_once",
            ),
        ]
        indexes = [models.Index(fields=["programme", "-id"], name="outcomes_measurement_latest")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.metric}, {self.covers}"


class MeasurementDecision(SecondPersonDecision):
    """Somebody else has looked at a reported figure: confirmed, so that it is priced; or refused, with the reason."""

    Kind = Decided
    measurement = models.OneToOneField(Measurement, on_delete=models.PROTECT, related_name="decision")

    class Meta:
        constraints = [refused_with_a_reason("outcomes_measurement_refused_with_a_reason")]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            another_person("by_another", "outcomes_measurement", "measurement", asked_by="reported_by"),
        ]

    def __str__(self) -> str:
        return f"{self.measurement}: {self.get_kind_display()}"

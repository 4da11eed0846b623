import datetime

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation, User
from delivery.models.participants import Participant
from delivery.models.row_access import records_visible_to, rows_visible_to
from stages.models import Programme


class KeyWorkerQuerySet(models.QuerySet["KeyWorker"]):
    def visible_to(self, user: User) -> "KeyWorkerQuerySet":
        return self.filter(records_visible_to(user))

    def in_post(self, day: datetime.date) -> "KeyWorkerQuerySet":
        return self.filter(Q(until_date__isnull=True) | Q(until_date__gte=day), from_date__lte=day)


class KeyWorker(models.Model):
    """One member of staff who goes through the programme with participants, for an agent or one of its partners."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="key_workers", db_index=False)
    agent = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="key_workers")
    reference = models.CharField(max_length=64, help_text="Name as staff, or staff number")
    employer = models.CharField(max_length=200, blank=True, help_text="The partner that employs them; empty: the agent")
    seconded_from = models.CharField(max_length=200, blank=True)
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)
    fte = models.DecimalField(max_digits=3, decimal_places=2)
    explanation = models.TextField(blank=True, help_text="Why the caseload is above the ceiling, and until when")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = KeyWorkerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "agent", "reference"], name="delivery_keyworker_once"),
            models.CheckConstraint(condition=~Q(reference=""), name="delivery_keyworker_has_a_reference"),
            models.CheckConstraint(condition=Q(fte__gt=0, fte__lte=1), name="delivery_keyworker_fte_up_to_one"),
            models.CheckConstraint(
                condition=Q(until_date__isnull=True) | Q(until_date__gte=F("from_date")),
                name="delivery_keyworker_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, user: User) -> "AssignmentQuerySet":
        """The assignments of participants whom the person may see one by one."""
        return self.filter(rows_visible_to(user))

    def last_begun(self, day: datetime.date) -> "AssignmentQuerySet":
        """For each participant the assignment that began last, by the day; it may have ended since."""
        return self.filter(from_date__lte=day).order_by("participant", "-from_date", "-pk").distinct("participant")


class Assignment(models.Model):
    """A participant is with a key worker from a day on, until a day or until the next row. No row is ever edited."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+", db_index=False)
    agent = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="assignments", db_index=False)
    key_worker = models.ForeignKey(KeyWorker, on_delete=models.PROTECT, related_name="assignments")
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    assigned_at = models.DateTimeField()

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_date__isnull=True) | Q(until_date__gte=F("from_date")),
                name="delivery_assignment_dates_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["participant", "-from_date", "-id"], name="delivery_assignment_latest"),
            models.Index(fields=["programme", "agent", "from_date"], name="delivery_assignment_from"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.participant_id} with {self.key_worker_id} from {self.from_date}"


class SecondmentQuerySet(models.QuerySet["Secondment"]):
    def visible_to(self, user: User) -> "SecondmentQuerySet":
        return self.filter(records_visible_to(user))


class Secondment(models.Model):
    """Somebody lent by another organisation to work towards one outcome of the contract."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="secondments", db_index=False)
    agent = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="secondments")
    from_organisation = models.CharField(max_length=200)
    role = models.CharField(max_length=200)
    outcome = models.SlugField(max_length=60, help_text="Code of the outcome that it targets")
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)
    fte = models.DecimalField(max_digits=3, decimal_places=2)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = SecondmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(fte__gt=0, fte__lte=1), name="delivery_secondment_fte_up_to_one"),
            models.CheckConstraint(
                condition=Q(until_date__isnull=True) | Q(until_date__gte=F("from_date")),
                name="delivery_secondment_dates_in_order",
            ),
        ]
        indexes = [models.Index(fields=["programme", "from_date"], name="delivery_secondment_from")]

    def __str__(self) -> str:
        return f"{self.role} from {self.from_organisation}"

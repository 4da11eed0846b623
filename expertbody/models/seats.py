from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation
from stages.models import Programme, Stakeholder


class SeatQuerySet(models.QuerySet["Seat"]):
    def held_on(self, day: date) -> "SeatQuerySet":
        """Seats whose term covers the day."""
        return self.during(day, day)

    def during(self, first: date, last: date | None) -> "SeatQuerySet":
        """Seats whose term shares a day with the span, both ends included; no last day means that it runs on."""
        found = self.filter(Q(until_date__isnull=True) | Q(until_date__gte=first))
        return found if last is None else found.filter(from_date__lte=last)


class Seat(models.Model):
    """A person's seat on the Expert Body, for one of the five constituencies, for a term.

    `until_date` is the last day of the term. A seat is never removed; it ends.
    """

    class Constituency(models.TextChoices):
        COMMISSIONER = "commissioner", "Commissioner"
        PRINCIPAL = "principal", "Principal"
        AGENT = "agent", "Agent"
        SERVICE_USERS = "service_users", "Service users"
        ACADEMICS = "academics", "Academics"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="seats")
    constituency = models.CharField(max_length=20, choices=Constituency.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="seats")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    speaks_for = models.ForeignKey(
        Stakeholder, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="Whose advocate it is"
    )
    is_chair = models.BooleanField(default=False)
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)
    ended_because = models.TextField(blank=True)
    seated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    seated_at = models.DateTimeField()

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_date__isnull=True) | Q(until_date__gte=F("from_date")),
                name="expertbody_seat_term_in_order",
            ),
            models.UniqueConstraint(
                fields=["programme", "user"],
                condition=Q(until_date__isnull=True),
                name="expertbody_seat_one_running_seat_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} for {self.get_constituency_display()}"

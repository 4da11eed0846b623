import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q


class CalendarFeed(models.Model):
    """A secret address under which a person's calendar program reads their dates, until it is stopped.

    Only a hash of its token is kept, so that nobody who reads the database can read the calendar.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_feeds")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at__isnull=True), name="expertbody_calendarfeed_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("made_at")),
                name="expertbody_calendarfeed_ends_after_it_began",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="feed_is_kept", fields=["user", "token_hash", "made_at"]),
            pgtrigger.Protect(
                name="stopped_stays_stopped",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__revoked_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Calendar of {self.user}"

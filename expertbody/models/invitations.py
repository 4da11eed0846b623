from datetime import datetime

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation
from expertbody.models.seats import Seat
from notifications.models import Mail
from stages.models import Programme


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        """Invitations that nobody has answered or taken back, whether or not they have run out."""
        return self.filter(answered_at__isnull=True)


class Invitation(models.Model):
    """A seat offered by email. The seat begins only when the person accepts.

    Only a hash of the link's token is kept, so that nobody who reads the database can accept. An invitation does not
    travel in programme packs: its link belongs to this system.
    """

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="invitations")
    constituency = models.CharField(max_length=20, choices=Seat.Constituency.choices)
    email = models.EmailField()
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_chair = models.BooleanField(default=False)
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    times_sent = models.PositiveSmallIntegerField(default=1)
    expires_at = models.DateTimeField()
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    reason = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    mail = models.ForeignKey(Mail, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    seat = models.OneToOneField(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="invitation")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="", seat__isnull=True)
                | Q(answered_at__isnull=False, answer="accepted", seat__isnull=False)
                | (Q(answered_at__isnull=False, answer__in=["declined", "withdrawn"], seat__isnull=True)),
                name="expertbody_invitation_answer_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(until_date__isnull=True) | Q(until_date__gte=F("from_date")),
                name="expertbody_invitation_term_in_order",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="answered_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation of {self.email} for {self.get_constituency_display()}"

    def is_over(self, at: datetime) -> bool:
        """Whether the link has run out."""
        return at >= self.expires_at

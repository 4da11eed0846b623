from datetime import time

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from notifications.domain import channels, refusals


class NoticeQuerySet(models.QuerySet["Notice"]):
    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """Something that a person is told, in their inbox and perhaps by mail.

    `title` is for the inbox; `brief` goes into mails, and names nobody. The key makes telling twice change nothing.
    """

    class Mailing(models.TextChoices):
        NONE = "none", "Not by mail"
        AT_ONCE = "at_once", "By a mail of its own"
        DIGEST = "digest", "In the daily mail"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices")
    key = models.CharField(max_length=300)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    brief = models.CharField(max_length=300)
    programme = models.CharField(max_length=200, blank=True, help_text="Its name")
    path = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailing = models.CharField(max_length=10, choices=Mailing.choices)
    mailed_at = models.DateTimeField(null=True, blank=True, help_text="When it was put into a mail")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="notifications_notice_once")]
        indexes = [
            models.Index(fields=["user"], condition=Q(read_at__isnull=True), name="notifications_notice_unread"),
            models.Index(
                fields=["user"],
                condition=~Q(mailing="none") & Q(mailed_at__isnull=True),
                name="notifications_notice_to_mail",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="as_told",
                fields=["user", "key", "kind", "title", "brief", "programme", "path", "made_at", "mailing"],
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Preference(models.Model):
    """How a person wants to be told of one kind of thing, where that is not the usual way."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, choices=channels.CHANNELS)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="notifications_preference_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.channel}"


class MailHabits(models.Model):
    """When mails suit a person, and when the last daily one went out."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    digest_at = models.TimeField(default=time(7, 30))
    last_digest_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="notifications_mailhabits_quiet_hours_are_whole",
            )
        ]

    def __str__(self) -> str:
        return f"Mails of {self.user}"

    @property
    def rule(self) -> channels.Habits:
        return channels.Habits(self.quiet_from, self.quiet_until, self.digest_at)


class RefusalQuerySet(models.QuerySet["Refusal"]):
    def standing(self) -> "RefusalQuerySet":
        """Those of addresses that people still have."""
        return self.filter(address=F("user__email"))

    def holding(self) -> "RefusalQuerySet":
        """Those that stand and came so often that other mails are held."""
        return self.standing().filter(in_a_row__gte=refusals.IN_A_ROW)


class Refusal(models.Model):
    """That a mail service refuses a person's address for good. It ends when a mail is taken, or the address changes."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    address = models.EmailField()
    in_a_row = models.PositiveIntegerField(help_text="How many mails were refused since one was taken")
    since = models.DateTimeField()
    said = models.CharField(max_length=200, help_text="What the mail service said last")

    objects = RefusalQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Refused: {self.address}"


def _refusals() -> RefusalQuerySet:
    """Those for which mails to the reader of a mail are held."""
    return Refusal.objects.holding().filter(user=OuterRef("user"))


class MailQuerySet(models.QuerySet["Mail"]):
    def waiting(self) -> "MailQuerySet":
        """Not sent yet, and neither taken back nor refused for good."""
        return self.filter(sent_at__isnull=True, next_at__isnull=False)

    def held(self) -> "MailQuerySet":
        """Where an address is refused, all but those with a link, which somebody asked for and waits for."""
        return self.waiting().filter(Exists(_refusals()), link__isnull=True)

    def free(self) -> "MailQuerySet":
        """Those that wait and are not held."""
        return self.waiting().filter(~Exists(_refusals()) | Q(link__isnull=False))


class Mail(models.Model):
    """A mail on its way. It stays until the mail service has taken it, however long that takes.

    A link that lets its reader in is kept encrypted, beside the words, and forgotten once it is sent.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    link = models.BinaryField(null=True, blank=True)
    good_until = models.DateTimeField(null=True, blank=True, help_text="From when its link opens nothing any more")
    made_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True, blank=True, help_text="Empty: it was taken back or refused")
    attempts = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True, help_text="When its address was refused for good")

    objects = MailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(refused_at__isnull=True) | Q(sent_at__isnull=True, next_at__isnull=True),
                name="notifications_mail_refused_is_tried_no_more",
            )
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(sent_at__isnull=True), name="notifications_mail_waiting")
        ]
        triggers = [
            pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="as_written", fields=["user", "subject", "text", "html", "good_until", "made_at"]),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_refused(self) -> bool:
        """Whether it has been tried and waits to be tried again."""
        return self.sent_at is None and self.next_at is not None and self.attempts > 0

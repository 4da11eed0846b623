"""Write mails from notices, and send them. What the mail service does not take waits and is tried again.

A mail names nobody and says only what is in the briefs of notices: where to look is behind the sign-in. When this
process dies between the service's yes and the row that keeps it, the mail goes out once more, rather than never.
"""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.timezone import localtime

from accounts.models import User
from notifications.domain import channels
from notifications.models import Mail, MailHabits, Notice

MOST_IN_ONE = 50
AT_ONCE = 200


def write_due(*, at: datetime) -> int:
    """Write the mails that may go out now: those at once outside quiet hours, the daily ones at their hour."""
    waiting = Notice.objects.exclude(mailing=Notice.Mailing.NONE).filter(mailed_at__isnull=True)
    return sum(_write(user, at) for user in waiting.order_by("user").values_list("user", flat=True).distinct())


@transaction.atomic
def _write(user_id: int, at: datetime) -> int:
    """The mails of one person. Whoever else does the same for them waits, and finds nothing left."""
    user = User.objects.select_for_update(no_key=True).get(pk=user_id)
    habits, _made = MailHabits.objects.get_or_create(user=user)
    now = localtime(at)
    count = 0
    if not habits.rule.is_quiet(now.time()):
        count += _gather(user, Notice.Mailing.AT_ONCE, at)
    if habits.rule.is_time_for_digest(now, habits.last_digest_on) and _gather(user, Notice.Mailing.DIGEST, at):
        habits.last_digest_on = now.date()
        habits.save(update_fields=["last_digest_on"])
        count += 1
    return count


def _gather(user: User, mailing: Notice.Mailing, at: datetime) -> int:
    """One mail of what waits; what was read meanwhile is left out. How many mails."""
    waiting = Notice.objects.filter(user=user, mailing=mailing, mailed_at__isnull=True).order_by("pk")
    found = list(waiting)
    unread = [notice for notice in found if notice.read_at is None]
    Notice.objects.filter(pk__in=[notice.pk for notice in found]).update(mailed_at=at)
    if not unread or not user.is_active:
        return 0
    _compose(user, unread, mailing == Notice.Mailing.DIGEST, at)
    return 1


def _compose(user: User, notices: Sequence[Notice], is_digest: bool, at: datetime) -> None:
    shown, more = notices[:MOST_IN_ONE], max(len(notices) - MOST_IN_ONE, 0)
    if len(notices) == 1:
        subject = notices[0].brief
    else:
        subject = f"{len(notices)} notices of today" if is_digest else f"{len(notices)} notices"
    context = {"notices": shown, "more": more, "site": settings.SITE_URL, "subject": subject, "is_digest": is_digest}
    Mail.objects.create(
        user=user,
        subject=f"PbR Manager: {subject}"[:200],
        text=render_to_string("notifications/mail/notices.txt", context),
        html=render_to_string("notifications/mail/notices.html", context),
        made_at=at,
        next_at=at,
    )


def send_due(*, at: datetime) -> int:
    """Send what waits, each mail by itself. How many the mail service took."""
    due = Mail.objects.filter(sent_at__isnull=True, next_at__lte=at).order_by("next_at", "pk")
    return sum(_send(pk, at) for pk in list(due.values_list("pk", flat=True)[:AT_ONCE]))


@transaction.atomic
def _send(pk: int, at: datetime) -> bool:
    """Whether this mail was sent now; one that somebody else is sending is passed over."""
    waiting = Mail.objects.select_for_update(skip_locked=True, of=("self",)).filter(sent_at__isnull=True)
    mail = waiting.select_related("user").filter(pk=pk).first()
    if mail is None:
        return False
    message = EmailMultiAlternatives(
        mail.subject, mail.text, settings.DEFAULT_FROM_EMAIL, [mail.user.email], headers={"X-PbR-Mail": str(mail.pk)}
    )
    message.attach_alternative(mail.html, "text/html")
    mail.attempts += 1
    try:
        message.send()
    except Exception as error:  # whatever a mail service does, the mail stays
        mail.next_at, mail.failure = channels.next_try(mail.attempts, at), f"{type(error).__name__}: {error}"[:200]
    else:
        mail.sent_at, mail.failure = at, ""
    mail.save(update_fields=["attempts", "next_at", "failure", "sent_at"])
    return mail.sent_at is not None

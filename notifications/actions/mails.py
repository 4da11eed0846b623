"""Write mails from notices, and send them. What the mail service does not take waits and is tried again,
unless it refuses the address for good.

A mail names nobody and says only what is in the briefs of notices: where to look is behind the sign-in. When this
process dies between the service's yes and the row that keeps it, the mail goes out once more, rather than never; it
bears the same Message-ID then, by which a mail program knows it.
"""

import smtplib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import utf8_charset_qp
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.timezone import localtime

from accounts.models import User
from notifications import secrecy
from notifications.actions import refusals
from notifications.carriers import smtp
from notifications.carriers.govuk_notify import NotTaken
from notifications.domain import channels
from notifications.models import Mail, MailHabits, Notice

MOST_IN_ONE = 50
AT_ONCE = 200
UNANSWERED = 2
LINK = "[[link]]"
"""Stands in the words of a kept mail where its link goes."""
AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
"""Says that no person wrote the mail, so that nobody's absence is answered to it (RFC 3834)."""


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
        subject = f"your daily email, {len(notices)} notices" if is_digest else f"{len(notices)} notices"
    context = {"notices": shown, "more": more, "is_digest": is_digest}
    write(user=user, subject=subject, template="notifications/mail/notices", context=context, at=at)


def write(
    *,
    user: User,
    subject: str,
    template: str,
    context: Mapping[str, Any],
    link: str = "",
    good_until: datetime | None = None,
    at: datetime,
) -> Mail:
    """Put a mail on its way, from the two templates of that name, `.txt` and `.html`.

    `link` is an address that lets its reader in; templates show it as `{{ link }}`. From `good_until` it opens nothing
    any more, and the mail is not sent.
    """
    given = {**context, "site": settings.SITE_URL, "subject": subject, "link": LINK}
    return Mail.objects.create(
        user=user,
        subject=f"PbR Manager: {' '.join(subject.split())}"[:200],  # no mail service takes one of several lines
        text=render_to_string(f"{template}.txt", given),
        html=render_to_string(f"{template}.html", given),
        link=secrecy.keep(link) if link else None,
        good_until=good_until,
        made_at=at,
        next_at=at,
    )


def take_back(*, mail: Mail) -> None:
    """Do not send it, where it has not gone out yet."""
    Mail.objects.filter(pk=mail.pk, sent_at__isnull=True).update(next_at=None, refused_at=None, link=None)


def send_due(*, at: datetime) -> int:
    """Send what waits, each mail by itself. How many the mail service took.

    When it cannot be reached twice running, or wants nothing from us, the rest waits for the next run, so that a run
    ends, and nobody is locked out for a password that is refused two hundred times.
    """
    due = Mail.objects.free().filter(next_at__lte=at).order_by("next_at", "pk")
    taken = unanswered = 0
    for pk in list(due.values_list("pk", flat=True)[:AT_ONCE]):
        is_taken, is_away = _send(pk, at)
        taken += is_taken
        unanswered = unanswered + 1 if is_away else 0
        if unanswered >= UNANSWERED:
            break
    return taken


@transaction.atomic
def _send(pk: int, at: datetime) -> tuple[bool, bool]:
    """Whether it was sent now, and whether the service was away. What somebody else is sending is passed over."""
    waiting = Mail.objects.select_for_update(skip_locked=True, of=("self",)).select_related("user")
    mail = waiting.free().filter(pk=pk, next_at__lte=at).first()
    if mail is None:
        return False, False
    if not mail.user.is_active or (mail.good_until is not None and mail.good_until <= at):
        take_back(mail=mail)
        return False, False
    is_away = False
    mail.attempts += 1
    try:
        _message(mail).send()
    except Exception as error:  # whatever a mail service does, the mail stays
        mail.failure, is_away = f"{type(error).__name__}: {error}"[:200], _is_away(error)
        mail.next_at = channels.next_try(mail.attempts, at)
        if (said := _for_good(error)) is not None:
            mail.next_at, mail.refused_at = None, at
            refusals.note(mail=mail, said=said, at=at)
    else:
        mail.sent_at, mail.failure, mail.link = at, "", None
        refusals.forget(user=mail.user)
    mail.save(update_fields=["attempts", "next_at", "failure", "sent_at", "refused_at", "link"])
    return mail.sent_at is not None, is_away


def _message(mail: Mail) -> EmailMultiAlternatives:
    link = secrecy.read(mail.link) if mail.link is not None else LINK
    site = urlsplit(settings.SITE_URL).hostname or "localhost"
    headers = {"X-PbR-Mail": str(mail.pk), "Message-ID": f"<{mail.made_at:%Y%m%d%H%M%S%f}.{mail.pk}@{site}>"}
    if mail.link is None:  # of notices, of which people choose how they are told
        headers["List-Unsubscribe"] = f"<{settings.SITE_URL}{reverse('notifications:preferences')}>"
    text, html = mail.text.replace(LINK, link), mail.html.replace(LINK, escape(link))
    return message(mail.subject, text, html, mail.user.email, headers)


def message(
    subject: str, text: str, html: str, to: str, headers: Mapping[str, str] | None = None
) -> EmailMultiAlternatives:
    """A mail as it leaves, as text and as a page; it says that no person wrote it."""
    made = EmailMultiAlternatives(
        subject, text, settings.DEFAULT_FROM_EMAIL, [to], headers={**(headers or {}), **AUTOMATIC}
    )
    made.encoding = utf8_charset_qp  # every server takes it, also one that takes no eight bits
    made.attach_alternative(html, "text/html")
    return made


def _is_away(error: Exception) -> bool:
    if isinstance(error, smtplib.SMTPException):
        return smtp.is_about_the_service(error)
    if isinstance(error, NotTaken):
        return error.is_about_the_service
    return isinstance(error, OSError)


def _for_good(error: Exception) -> str | None:
    """What was said when the address was refused for good; None where it was not."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return smtp.refused_for_good(error)
    return str(error) if isinstance(error, NotTaken) and error.is_for_good else None

"""Addresses that a mail service refuses for good: noted, forgotten when a mail is taken, and tried again."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from notifications.models import Mail, Refusal


def note(*, mail: Mail, said: str, at: datetime) -> None:
    """The address of the mail's reader was refused once more. One that they had before counts no longer."""
    held, is_new = Refusal.objects.select_for_update().get_or_create(
        user=mail.user, defaults={"address": mail.user.email, "in_a_row": 1, "since": at, "said": said}
    )
    if is_new:
        return
    is_another = held.address != mail.user.email
    held.address, held.said = mail.user.email, said
    held.in_a_row, held.since = (1, at) if is_another else (held.in_a_row + 1, held.since)
    held.save(update_fields=["address", "in_a_row", "since", "said"])


def forget(*, user: User) -> None:
    """The address takes mails: what was held for it goes out."""
    Refusal.objects.filter(user=user).delete()


@transaction.atomic
def try_again(*, by: User, at: datetime) -> int:
    """Send the person what was held and what was refused since their address was. How many mails go out again."""
    held = Refusal.objects.select_for_update().filter(user=by).first()
    if held is None:
        return 0
    Mail.objects.filter(user=by, refused_at__gte=held.since).update(refused_at=None, next_at=at)
    forget(user=by)
    return Mail.objects.filter(user=by, sent_at__isnull=True, next_at__isnull=False).count()

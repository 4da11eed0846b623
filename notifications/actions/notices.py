"""Tell people: a notice in the inbox, and a mail where they want one."""

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from notifications.domain import channels
from notifications.models import MailHabits, Notice, Preference

MAILING = {
    channels.INBOX: Notice.Mailing.NONE,
    channels.AT_ONCE: Notice.Mailing.AT_ONCE,
    channels.DIGEST: Notice.Mailing.DIGEST,
}


@dataclasses.dataclass(frozen=True)
class News:
    """What one person is to be told. `brief` goes into mails, so it names nobody; `programme` is its name."""

    user: int
    kind: str
    key: str
    title: str
    brief: str
    programme: str
    path: str


def tell(news: Sequence[News], *, at: datetime) -> int:
    """Put each into its person's inbox, once, unless they do not want to hear of such things. How many were new."""
    chosen = _chosen({one.user for one in news})
    made = [
        Notice(
            user_id=one.user, kind=one.kind, key=one.key[:300], title=one.title[:300], brief=one.brief[:300],
            programme=one.programme, path=one.path, made_at=at, mailing=MAILING[channel],
        )
        for one in news
        if (channel := chosen.get((one.user, one.kind), channels.BY_CODE[one.kind].usual)) != channels.NONE
    ]  # fmt: skip
    before = Notice.objects.filter(user__in={one.user_id for one in made}).count()
    Notice.objects.bulk_create(made, batch_size=1_000, ignore_conflicts=True)
    return Notice.objects.filter(user__in={one.user_id for one in made}).count() - before


def _chosen(users: set[int]) -> Mapping[tuple[int, str], str]:
    found = Preference.objects.filter(user__in=users).values_list("user", "kind", "channel")
    return {(user, kind): channel for user, kind, channel in found}


def read(*, notice: Notice, at: datetime) -> None:
    """The person has seen it."""
    Notice.objects.unread().filter(pk=notice.pk).update(read_at=at)


def read_all(*, by: User, at: datetime) -> int:
    """The person has seen everything that is in their inbox now. How many they had not seen."""
    return Notice.objects.unread().filter(user=by, made_at__lte=at).update(read_at=at)


@transaction.atomic
def prefer(*, by: User, chosen: Mapping[str, str], habits: channels.Habits) -> None:
    """Keep how the person wants to be told of each kind of thing, and when mails suit them."""
    for kind, channel in chosen.items():
        Preference.objects.update_or_create(user=by, kind=kind, defaults={"channel": channel})
    MailHabits.objects.update_or_create(user=by, defaults=dataclasses.asdict(habits))

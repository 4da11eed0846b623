"""What a person was told."""

from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.models import User
from notifications.domain import channels
from notifications.models import MailHabits, Notice, Preference

MOST_COUNTED = 100


def unread(user: User) -> int:
    """How many notices the person has not read; a hundred stands for more."""
    return Notice.objects.unread().filter(user=user)[:MOST_COUNTED].count()


def found(user: User, *, q: str = "", show: str = "", kind: str = "") -> QuerySet[Notice]:
    """The person's notices, the newest first. `show`: "unread" leaves out what was read."""
    notices = Notice.objects.filter(user=user).order_by("-made_at", "-pk")
    if show == "unread":
        notices = notices.unread()
    if kind:
        notices = notices.filter(kind=kind)
    if q:
        notices = notices.filter(Q(title__icontains=q) | Q(programme__icontains=q))
    return notices


def one(user: User, pk: int) -> Notice:
    """One notice of the person; others do not exist for them."""
    notice = Notice.objects.filter(user=user, pk=pk).first()
    if notice is None:
        raise Http404("No such notice")
    return notice


def preferences(user: User) -> dict[str, str]:
    """How the person is told of each kind of thing: as they have chosen, otherwise as is usual."""
    chosen = dict(Preference.objects.filter(user=user).values_list("kind", "channel"))
    return {subject.code: chosen.get(subject.code, subject.usual) for subject in channels.SUBJECTS}


def habits(user: User) -> channels.Habits:
    held = MailHabits.objects.filter(user=user).first()
    return held.rule if held else channels.Habits()

"""Addresses that a mail service refuses for good."""

from collections.abc import Collection

from accounts.models import User
from notifications.models import Refusal


def of(user: User) -> Refusal | None:
    """The refusal of the person's address for which mails to them are held, if there is one."""
    return Refusal.objects.holding().filter(user=user).first()


def among(users: Collection[int]) -> set[int]:
    """The keys of those people to whom mails are held."""
    return set(Refusal.objects.holding().filter(user__in=users).values_list("user", flat=True))

"""Accounts of people, made by somebody for them: nobody signs up by themselves."""

from datetime import datetime

from django.db import transaction

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User
from accounts.selectors import users


def find(email: str) -> User | None:
    """The person with the address, in any case of letters."""
    return User.objects.filter(email__iexact=email.strip()).first()


@transaction.atomic
def ensure(*, email: str, name: str, by: User, at: datetime) -> tuple[User, bool]:
    """The person with the address, and whether an account was made now.

    A new account has no usable password: its owner sets one through the link that "Forgotten your password?" sends.
    """
    found = find(email)
    if users.is_of_system(email) or (found and found.is_system):
        raise Refused("This address belongs to the system, not to a person.")
    if found is not None:
        return found, False
    if not name.strip():
        raise Refused("Enter the person's name: nobody with this address has an account yet.")
    user = User.objects.create_user(email, None, name=name.strip())
    audit.record(by=by, at=at, action="accounts.user.create", subject=user, after={"name": user.name})
    return user, True

"""Bring people in."""

from datetime import datetime

from django.db import transaction

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User


class PersonRefused(Refused):
    """The person cannot be brought in as asked."""


@transaction.atomic
def invite(*, email: str, name: str = "", by: User, at: datetime) -> User:
    """The person with this e-mail address; made, with no usable password, when nobody has it yet.

    The caller has checked the right to bring somebody in. A new person needs a name, and chooses a password by the
    link of "forgotten password".
    """
    address = email.strip().lower()
    found = User.objects.filter(email=address).first()
    if found is not None:
        return found
    if not name.strip():
        raise PersonRefused("Nobody has this e-mail address yet. Enter the name of the person as well.")
    made = User.objects.create_user(address, None, name=name.strip(), date_joined=at)
    audit.record(by=by, at=at, action="accounts.user.invite", subject=made, after={"name": made.name})
    return made

"""Accounts of people, made by somebody for them: nobody signs up, or takes another address, by themselves."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

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


@transaction.atomic
def change_address(*, user: User, email: str, by: User, at: datetime) -> None:
    """The person signs in with the new address and is written to there. Roles and password stay; a link to set a
    password that was sent to the old address opens nothing any more."""
    if user.is_system or user.is_machine:
        raise Refused("This account belongs to the system, not to a person.")
    new = email.strip().lower()
    if users.is_of_system(new):
        raise Refused("This address belongs to the system, not to a person.")
    try:
        validate_email(new)
    except ValidationError:
        raise Refused(f"“{email}” is no email address.") from None
    before, user.email = user.email, new
    try:
        with transaction.atomic():
            user.save(update_fields=["email"])
    except IntegrityError:
        raise Refused(f"Somebody else has an account with {new}.") from None
    EmailAddress.objects.filter(user=user).delete()
    audit.record(
        by=by, at=at, action="accounts.user.address", subject=user, before={"email": before}, after={"email": new}
    )

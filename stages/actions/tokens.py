"""Tokens with roles. Nobody hands on more than they hold: it has roles of whoever made it, for one organisation."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.actions import tokens
from accounts.errors import Refused
from accounts.models import Organisation, Token, User
from stages import permissions
from stages.actions import memberships
from stages.models import Membership
from stages.selectors import tokens as tokens_selector


@transaction.atomic
def make(
    *,
    held: Sequence[Membership],
    purpose: str,
    scopes: Sequence[str],
    expires_at: datetime,
    by: User,
    at: datetime,
) -> tuple[Token, str]:
    """Make a token with these roles of the person, all for one organisation. Its text is shown once.

    Raises `Forbidden` for a role that the person does not hold, or that is for people alone.
    """
    if not held:
        raise Refused("Select at least one role that the token shall have.")
    own = {membership.pk for membership in tokens_selector.to_hand_on(by)}
    if {membership.pk for membership in held} - own:
        permissions.refuse("A token can only have roles that you hold yourself, and none that is for people alone.")
    organisations = {tokens_selector.acts_for(membership) for membership in held}
    if len(organisations) > 1:
        raise Refused("Select roles for one organisation. Make a token of its own for each organisation.")
    organisation: Organisation = organisations.pop()
    machine = tokens.machine(organisation, purpose.strip())
    for one in held:
        role = tokens_selector.role_of(one)
        memberships.give(one.programme, machine, role, one.organisation, by, at)
    return tokens.issue(
        user=machine, organisation=organisation, purpose=purpose, scopes=scopes, expires_at=expires_at, by=by, at=at
    )


@transaction.atomic
def rotate(*, token: Token, by: User, at: datetime) -> tuple[Token, str]:
    """Put a new token in the place of this one. Only who holds every role of the token may: they get its text."""
    tokens_selector.require_all_of(by, token)
    return tokens.rotate(token=token, by=by, at=at)


@transaction.atomic
def revoke(*, token: Token, by: User, at: datetime) -> None:
    """End a token. Who holds one of its roles may, and who gives roles in a programme where it acts."""
    if not tokens_selector.may_revoke(by, token):
        permissions.refuse("Only people who hold a role of this token, and commissioners, can revoke it.")
    tokens.revoke(token=token, by=by, at=at)

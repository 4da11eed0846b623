"""Tokens by which systems of an organisation act. Who may make one: see `stages.actions.tokens`."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from accounts.actions import audit
from accounts.domain import tokens
from accounts.errors import Refused
from accounts.models import Organisation, Token, User
from accounts.selectors.users import SYSTEM_EMAIL

USE_NOTED_EVERY = timedelta(minutes=1)


def machine(organisation: Organisation, purpose: str) -> User:
    """A new account that a token acts as. It can never sign in."""
    email = SYSTEM_EMAIL.format(name=f"token-{secrets.token_hex(6)}")
    name = f"{organisation}: {purpose}"[:200]
    return User.objects.create_user(email, None, name=name, is_machine=True, is_active=False)


@transaction.atomic
def issue(
    *,
    user: User,
    organisation: Organisation,
    purpose: str,
    scopes: Sequence[str],
    expires_at: datetime,
    by: User,
    at: datetime,
    replaces: Token | None = None,
) -> tuple[Token, str]:
    """Make a token of the machine's account. Returns it with its text, which is never to be had again."""
    if not purpose.strip():
        raise Refused("Enter what the token is for.")
    if not scopes or set(scopes) - set(tokens.SCOPES):
        raise Refused("Select at least one thing that the token may do.")
    if not at < expires_at <= at + timedelta(days=tokens.MOST_DAYS):
        raise Refused("Enter a date in the future, at most one year from now. Tokens can be rotated before they end.")
    secret = secrets.token_urlsafe(tokens.SECRET_BYTES)
    token = Token.objects.create(
        user=user,
        organisation=organisation,
        purpose=purpose.strip(),
        scopes=[scope for scope in tokens.SCOPES if scope in scopes],
        prefix=secrets.token_hex(4),
        digest=tokens.digest(secret),
        made_at=at,
        made_by=by,
        expires_at=expires_at,
        replaces=replaces,
    )
    after = {"prefix": token.prefix, "organisation": organisation.code, "scopes": token.scopes, "purpose": purpose}
    audit.record(by=by, at=at, action="accounts.token.make", subject=token, after=after)
    return token, tokens.written(token.prefix, secret)


@transaction.atomic
def rotate(*, token: Token, by: User, at: datetime) -> tuple[Token, str]:
    """Put another token in the place of this one, which opens for a week more. The new one lives as long again."""
    held = _lock(token)
    if held.revoked_at is not None or held.expires_at <= at:
        raise Refused("This token has ended. Make a new one.")
    if Token.objects.filter(replaces=held).exists():
        raise Refused("Another token has taken the place of this one already. Rotate that one.")
    lifetime = held.expires_at - held.made_at
    made = issue(
        user=token.user, organisation=token.organisation, purpose=token.purpose, scopes=token.scopes,
        expires_at=at + min(lifetime, timedelta(days=tokens.MOST_DAYS)), by=by, at=at, replaces=held,
    )  # fmt: skip
    _end(held, tokens.end_of_rotated(held.expires_at, at), by, at)
    return made


def _end(token: Token, expires_at: datetime, by: User, at: datetime) -> None:
    before = {"expires_at": token.expires_at}
    token.expires_at = expires_at
    token.save(update_fields=["expires_at"])
    after = {"expires_at": expires_at}
    audit.record(by=by, at=at, action="accounts.token.rotate", subject=token, before=before, after=after)


@transaction.atomic
def revoke(*, token: Token, by: User, at: datetime) -> None:
    """End the token at once."""
    held = _lock(token)
    if held.revoked_at is not None:
        raise Refused("This token was revoked before.")
    held.revoked_at, held.revoked_by = at, by
    held.save(update_fields=["revoked_at", "revoked_by"])
    audit.record(by=by, at=at, action="accounts.token.revoke", subject=held, after={"prefix": held.prefix})


def _lock(token: Token) -> Token:
    return Token.objects.select_for_update(of=("self",), no_key=True).get(pk=token.pk)


def note_use(*, token: Token, at: datetime) -> None:
    """Keep when the token was last used, to the minute: a busy client does not write for every request."""
    if token.last_used_at is None or at - token.last_used_at >= USE_NOTED_EVERY:
        Token.objects.filter(pk=token.pk).update(last_used_at=at)

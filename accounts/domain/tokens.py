"""Tokens by which systems of an organisation speak to this one: how they look, what they may do, how long they live.

A token reads `pbr_<prefix>_<secret>`. The prefix finds it; of the secret, which holds 256 random bits, only the SHA-256
digest is kept: a secret of that size cannot be guessed, so that no slow digest is needed.
"""

import hashlib
import hmac
from datetime import datetime, timedelta

READ, SUBMIT, RESPOND = "read", "submit", "respond"
SCOPES = {
    READ: "Read what its roles may read",
    SUBMIT: "Send participants and claims, amend and withdraw them",
    RESPOND: "Raise and answer findings, ask and answer about statements, answer verification, have claims priced, "
    "send files about schemes elsewhere and remove one, make a sandbox",
}
SHORT = {READ: "Read", SUBMIT: "Send and amend", RESPOND: "Raise and answer"}
MOST_DAYS = 366
OVERLAP = timedelta(days=7)
SECRET_BYTES = 32


def written(prefix: str, secret: str) -> str:
    """The token as its holder sends it."""
    return f"pbr_{prefix}_{secret}"


def parts(text: str) -> tuple[str, str] | None:
    """The prefix and the secret of a token; nothing for a text that is none."""
    kind, _, rest = text.partition("_")
    prefix, _, secret = rest.partition("_")
    return (prefix, secret) if kind == "pbr" and prefix.isalnum() and secret else None


def digest(secret: str) -> str:
    """What is kept of the secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def matches(secret: str, kept: str) -> bool:
    """Whether the secret is the one of which the digest was kept, in a time that tells nothing."""
    return hmac.compare_digest(digest(secret), kept)


def end_of_rotated(expires_at: datetime, at: datetime) -> datetime:
    """Until when a token still opens after another took its place: a week, and never longer than it would have."""
    return min(expires_at, at + OVERLAP)

"""Links by which a seat is offered: unguessable, kept only as a hash, and good for a fortnight."""

import hashlib
from datetime import datetime, timedelta

LASTS = timedelta(days=14)


def hashed(token: str) -> str:
    """What is kept of a token: enough to know it again, too little to make it."""
    return hashlib.sha256(token.encode()).hexdigest()


def expires(sent_at: datetime) -> datetime:
    """When a link that was sent at the moment runs out."""
    return sent_at + LASTS

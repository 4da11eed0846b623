"""How often strangers may ask for what costs something, counted for each address and each hour."""

from datetime import datetime

from django.core.cache import cache

from accounts.errors import Refused

HOUR = 60 * 60
MOST = {"begin": 30, "answer": 600, "pdf": 60, "public": 600, "public_file": 120}


def take(kind: str, *, address: str, at: datetime) -> None:
    """Count one; raise `Refused` when this address has asked too often in this hour."""
    key = f"limit:{kind}:{address}:{at:%Y%m%d%H}"
    cache.add(key, 0, HOUR)
    try:
        taken = cache.incr(key)
    except ValueError:  # the hour ended between the two
        return
    if taken > MOST[kind]:
        raise Refused("This was asked for too often from your network. Nothing is lost; try again in an hour.")

"""How many requests somebody may make in a minute. Every answer says how many are left."""

import dataclasses

from django.conf import settings
from django.utils.timezone import now
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actions import requests
from accounts.api import callers


@dataclasses.dataclass(frozen=True)
class Standing:
    limit: int
    remaining: int
    reset: int

    def write(self, response: Response) -> None:
        response["RateLimit-Limit"] = str(self.limit)
        response["RateLimit-Remaining"] = str(max(self.remaining, 0))
        response["RateLimit-Reset"] = str(self.reset)


def count(request: Request) -> Standing:
    """Count the request; raise `Throttled` once there are too many in the present minute."""
    limit: int = settings.API_REQUESTS_PER_MINUTE
    seconds = int(now().timestamp())
    asked = requests.count(user=callers.of(request), minute=seconds // 60)
    return Standing(limit, limit - asked, 60 - seconds % 60)


def refuse_too_many(standing: Standing) -> None:
    if standing.remaining < 0:
        raise Throttled(wait=standing.reset, detail="Too many requests in this minute. Wait, then go on.")

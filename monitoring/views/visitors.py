"""Pages for everybody: how often they may be asked for, and who may keep a copy of them."""

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now

from knowledge.actions import limits
from knowledge.views.visitors import address, visitor

KEEP_SECONDS = 300


def count(request: HttpRequest, kind: str) -> None:
    """Raise `Refused` when too much was asked for from the same network in this hour."""
    limits.take(kind, address=address(request), at=now())


def shared(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """An answer of which everybody may keep a copy for some minutes, unless it names who is signed in."""
    if visitor(request) is None:
        response["Cache-Control"] = f"public, max-age={KEEP_SECONDS}"
    return response

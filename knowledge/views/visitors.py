"""Who asks for a page that is open to strangers, and from where."""

from django.http import HttpRequest

from accounts.models import User


def visitor(request: HttpRequest) -> User | None:
    """The person who is signed in, if anybody is."""
    return request.user if isinstance(request.user, User) else None


def address(request: HttpRequest) -> str:
    """Where the request comes from, for counting requests only; it is not kept."""
    return str(request.META.get("REMOTE_ADDR", ""))

"""What the head of every page says of the inbox."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from notifications.selectors import inbox


def unread(request: HttpRequest) -> dict[str, Any]:
    """`unread_notices`: how many the person has not read, counted when the page shows it."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"unread_notices": 0}
    assert isinstance(user, User)
    return {"unread_notices": SimpleLazyObject(lambda: inbox.unread(user))}

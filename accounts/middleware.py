"""What every answer has in common: refusals become pages, and pages of people are kept in no cache."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.defaults import permission_denied

from accounts.errors import Forbidden


class PrivatePagesMiddleware:
    """Tells browsers and proxies to keep no copy of what somebody saw while signed in.

    A page that never asked who is there, such as a health check, is left alone, and asks the database nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.session.accessed and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class ForbiddenMiddleware:
    """Answers `Forbidden` with the page of status 403, which says what the refusal says."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Forbidden):
            return permission_denied(request, PermissionDenied(str(exception)))
        return None

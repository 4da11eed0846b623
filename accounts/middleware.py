"""Refusals that no view caught, answered as pages."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.defaults import permission_denied

from accounts.errors import Forbidden


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

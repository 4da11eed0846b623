"""What every answer has in common: refusals become pages, and pages of people are kept in no cache."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.defaults import permission_denied

from accounts.errors import Forbidden, SecondFactorNeeded

CAME_FROM = "came_from_without_second_factor"


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
    """Answers `Forbidden` with the page of status 403, which says what the refusal says.

    Who lacks a second factor is led to the page that says how to get one, and from there back to this address.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, SecondFactorNeeded):
            request.session[CAME_FROM] = request.get_full_path()
            return redirect("accounts:second_factor_needed")
        if isinstance(exception, Forbidden):
            return permission_denied(request, PermissionDenied(str(exception)))
        return None

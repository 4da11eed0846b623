"""What every answer has in common: refusals become pages, and pages of people are kept in no cache."""

from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.signals import authenticator_added
from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject
from django.views.defaults import permission_denied

from accounts.errors import Forbidden, SecondFactorNeeded
from accounts.models import User

PROVEN_BY = "mfa"  # as the sign-in package records it
CAME_FROM = "came_from_without_second_factor"


class SecondFactorMiddleware:
    """Tells, of whoever is there, whether this session was opened or proven with a second factor.

    The account alone does not say so: another session may be older than the factor.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(lambda: _with_proof(request))  # type: ignore[assignment]
        return self.get_response(request)


def _with_proof(request: HttpRequest) -> User | AnonymousUser:
    user = get_user(request)
    if isinstance(user, User):
        user.session_has_second_factor = any(
            record.get("method") == PROVEN_BY for record in get_authentication_records(request, user)
        )
    return user


@receiver(authenticator_added)
def _shown_by_setting_up(request: HttpRequest, user: User, authenticator: Any, **_: Any) -> None:
    """Who has just typed the first code of a new second factor has shown it, and is not asked for another one."""
    record_authentication(request, user, PROVEN_BY, id=authenticator.pk, type=authenticator.type)


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

    Who lacks a second factor, or has not shown it in this session, is led to the page that says what to do, and from
    there back to this address.
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

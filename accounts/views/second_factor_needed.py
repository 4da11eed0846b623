"""What to do for somebody who needs a second factor; once they have one and have shown it, back to where they were."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts import permissions
from accounts.middleware import CAME_FROM
from accounts.requests import SignedInRequest


def second_factor_needed(request: SignedInRequest) -> HttpResponse:
    if permissions.has_shown_second_factor(request.user):
        return redirect(request.session.pop(CAME_FROM, "/"))
    context = {"has_one": permissions.has_second_factor(request.user)}
    return render(request, "accounts/second_factor_needed.html", context)

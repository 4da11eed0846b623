"""Try once more to send to the person's address, which was refused."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from notifications.actions import refusals


@require_POST
def mail_again(request: SignedInRequest) -> HttpResponse:
    refusals.try_again(by=request.user, at=now())
    messages.success(
        request, "Emails to you are tried again within a minute. If they are refused again, it says so here."
    )
    return redirect("notifications:notice_list")

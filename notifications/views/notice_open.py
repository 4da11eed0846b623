"""Go to what a notice speaks of; it has been read then."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from notifications.actions import notices
from notifications.selectors import inbox


def notice_open(request: SignedInRequest, pk: int) -> HttpResponse:
    notice = inbox.one(request.user, pk)
    notices.read(notice=notice, at=now())
    return redirect(notice.path)

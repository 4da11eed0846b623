"""The page on which a person makes the secret address of their calendar, or stops it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from expertbody.actions import calendars as calendars_action
from expertbody.selectors import calendars


@never_cache
def calendar_feed(request: SignedInRequest) -> HttpResponse:
    address = _carry_out(request) if request.method == "POST" else ""
    context = {
        "address": address,
        "running": calendars.running(request.user),
        "has_dates": calendars.has_dates(request.user),
    }
    return render(request, "expertbody/calendar_feed.html", context)


def _carry_out(request: SignedInRequest) -> str:
    """Do what was asked; the new address when one was made, which is never shown again."""
    try:
        if request.POST.get("do") == "make":
            token = calendars_action.make(by=request.user, at=now())
            return request.build_absolute_uri(reverse("calendar:calendar_feed_ics", args=[token]))
        if request.POST.get("do") == "stop":
            calendars_action.stop(by=request.user, at=now())
            messages.success(request, "The address is stopped. Calendars that used it get nothing more.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return ""

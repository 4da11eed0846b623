"""Approve the minutes of an earlier meeting."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from expertbody.actions import meetings, minutes
from expertbody.views.meeting_detail import of_programme
from stages.selectors import programmes


@require_POST
def minutes_approve(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    meeting = of_programme(programme, number)
    meetings.require_seat(programme, by=request.user, at=now())
    try:
        minutes.approve(meeting=meeting, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"The minutes of meeting {number} are approved.")
    return redirect("expertbody:meeting_minutes", slug=programme.slug, number=number)

"""Close a meeting."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from expertbody.actions import meetings
from expertbody.views.meeting_detail import of_programme
from stages.selectors import programmes


@require_POST
def meeting_close(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    meeting = of_programme(programme, number)
    meetings.require_chairs(meeting, by=request.user, at=now())
    try:
        meetings.close(meeting=meeting, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The meeting is closed. Its minutes are drafted.")
    return redirect("expertbody:meeting_detail", slug=programme.slug, number=number)

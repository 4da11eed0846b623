"""Ask for a report, or for the pack of a meeting, to be made now."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from accounts.errors import Forbidden, Refused
from accounts.requests import SignedInRequest
from dashboards.actions import reports
from expertbody.models import Meeting
from expertbody.selectors import meetings
from stages.models import Programme
from stages.selectors import programmes


@require_POST
def report_make(request: SignedInRequest, slug: str) -> HttpResponse:
    return _ask(request, programmes.programme_for(request.user, slug))


@require_POST
def report_make_pack(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    meeting = meetings.numbered(programme, number)
    if meeting is None:
        raise Http404("No such meeting")
    return _ask(request, programme, meeting)


def _ask(request: SignedInRequest, programme: Programme, meeting: Meeting | None = None) -> HttpResponse:
    try:
        reports.ask(programme=programme, meeting=meeting, by=request.user, at=now())
    except Forbidden:
        raise
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "It is being made. It will appear in the list below.")
    return redirect("dashboards:report_list", programme.slug)

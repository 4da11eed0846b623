"""One meeting as a file for a calendar."""

from django.http import HttpResponse

from accounts.requests import SignedInRequest
from expertbody.selectors import calendars
from expertbody.views.meeting_detail import of_programme
from stages.selectors import programmes


def meeting_ics(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    meeting = of_programme(programmes.programme_for(request.user, slug), number)
    made = calendars.of_meeting(meeting, request.build_absolute_uri)
    answer = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="meeting-{number}.ics"'
    return answer

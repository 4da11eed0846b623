"""Record who came to a meeting."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from accounts.requests import SignedInRequest
from expertbody.actions import meetings
from expertbody.forms import meetings as forms
from expertbody.selectors import meetings as meetings_selector
from expertbody.selectors import seats
from expertbody.views.meeting_detail import of_programme
from stages.forms.attempts import attempt
from stages.selectors import programmes


def meeting_attendance(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    meeting = of_programme(programme, number)
    meetings.require_chairs(meeting, by=request.user, at=now())
    form = forms.AttendanceForm(
        request.POST if request.method == "POST" else None,
        seats=seats.seated(programme, localdate()),
        came=meetings_selector.came(meeting),
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, meetings.attend, meeting=meeting, came=form.answers(), by=request.user, at=now())
    ):
        messages.success(request, "It is recorded who came.")
        return redirect("expertbody:meeting_detail", slug=programme.slug, number=number)
    context = {"programme": programme, "meeting": meeting, "form": form}
    return render(request, "expertbody/meeting_attendance.html", context)

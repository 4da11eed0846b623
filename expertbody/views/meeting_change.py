"""Move a meeting, or name another chair."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, localtime, now

from accounts.requests import SignedInRequest
from expertbody import permissions
from expertbody.actions import meetings
from expertbody.forms import meetings as forms
from expertbody.selectors import seats
from expertbody.views.meeting_detail import of_programme
from stages.forms.attempts import attempt
from stages.selectors import programmes


def meeting_change(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "meeting.call", programme)
    meeting = of_programme(programme, number)
    starts = localtime(meeting.starts_at)
    when = {"day": starts.date(), "time": starts.time(), "minutes": meeting.minutes}
    form = forms.ChangeForm(
        request.POST if request.method == "POST" else None,
        seats=seats.held_today(programme, localdate()),
        few=programme.suppression_threshold,
        initial=when | {"place": meeting.place, "chair": meeting.chair},
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, meetings.change, meeting=meeting, by=request.user, at=now(), **form.given())
    ):
        messages.success(request, "The meeting is changed. Its members are told of another time, length or place.")
        return redirect("expertbody:meeting_detail", slug=programme.slug, number=number)
    context = {"programme": programme, "meeting": meeting, "form": form}
    return render(request, "expertbody/meeting_change.html", context)

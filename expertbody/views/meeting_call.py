"""Call a meeting of the Expert Body."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from accounts.requests import SignedInRequest
from expertbody import permissions
from expertbody.actions import meetings
from expertbody.forms import meetings as forms
from expertbody.selectors import seats
from stages.forms.attempts import attempt
from stages.selectors import programmes


def meeting_call(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "meeting.call", programme)
    form = forms.MeetingForm(
        request.POST if request.method == "POST" else None,
        seats=seats.held_today(programme, localdate()),
        initial={"chair": seats.chair(programme, localdate())},
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, meetings.call, programme=programme, by=request.user, at=now(), **form.given())
    ):
        messages.success(request, "The meeting is called. Put on its agenda what the members shall deal with.")
        return redirect("expertbody:meeting_list", slug=programme.slug)
    return render(request, "expertbody/meeting_call.html", {"programme": programme, "form": form})

"""Cancel a meeting that was not opened yet."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from expertbody.actions import meetings
from expertbody.forms.meetings import CancelForm
from expertbody.views.meeting_detail import of_programme
from stages.forms.attempts import attempt
from stages.selectors import programmes


def meeting_cancel(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    meeting = of_programme(programme, number)
    meetings.require_cancels(meeting, by=request.user, at=now())
    form = CancelForm(request.POST or None, few=programme.suppression_threshold)
    given = {"meeting": meeting, "by": request.user, "at": now()}
    if form.is_valid() and attempt(form, meetings.cancel, **given, **form.cleaned_data):
        messages.success(request, "The meeting is cancelled, and its members are told.")
        return redirect("expertbody:meeting_detail", slug=programme.slug, number=number)
    context = {"programme": programme, "meeting": meeting, "form": form}
    return render(request, "expertbody/meeting_cancel.html", context)

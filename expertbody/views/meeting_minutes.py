"""The minutes of a meeting, drafted from what happened."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from accounts.requests import SignedInRequest
from expertbody.actions import meetings, minutes
from expertbody.forms import meetings as forms
from expertbody.selectors import meetings as meetings_selector
from expertbody.selectors import seats
from expertbody.views.meeting_detail import of_programme
from stages.forms.attempts import attempt
from stages.selectors import programmes


def meeting_minutes(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    meeting = of_programme(programme, number)
    if request.method == "POST":
        meetings.require_seat(programme, by=request.user, at=now())
    form = forms.NoteForm(request.POST if request.method == "POST" else None, few=programme.suppression_threshold)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, minutes.correct, meeting=meeting, by=request.user, at=now(), **form.cleaned_data)
    ):
        messages.success(request, "The correction stands with the minutes.")
        return redirect("expertbody:meeting_minutes", slug=programme.slug, number=number)
    context = {"programme": programme, "meeting": meeting, "form": form}
    context["minutes"] = meetings_selector.minutes(meeting)
    context["may_approve"] = meetings_selector.may_approve(request.user, meeting, localdate())
    context["may_correct"] = seats.held_by(request.user, programme, localdate()) is not None
    return render(request, "expertbody/meeting_minutes.html", context)

"""Enter an interest in the register, or change an entry."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from accounts.requests import SignedInRequest
from expertbody.actions import interests, meetings
from expertbody.forms import meetings as forms
from expertbody.selectors import meetings as meetings_selector
from stages.forms.attempts import attempt
from stages.selectors import programmes


def interest_declare(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    meetings.require_seat(programme, by=request.user, at=now())
    earlier = meetings_selector.interest_of(programme, request.GET.get("replaces", ""), request.user)
    initial: dict[str, Any] = {"from_date": localdate()}
    if earlier is not None:
        initial = {"what": earlier.what, "from_date": earlier.from_date, "until_date": earlier.until_date}
    form = forms.InterestForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = {"programme": programme, "replaces": earlier, "by": request.user, "at": now()}
        if attempt(form, interests.declare, **given, **form.cleaned_data):
            messages.success(request, "Your entry stands in the register.")
            return redirect("expertbody:interest_list", slug=programme.slug)
    context = {"programme": programme, "earlier": earlier, "form": form}
    return render(request, "expertbody/interest_declare.html", context)

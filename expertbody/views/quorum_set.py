"""Set who has to be present for a vote."""

import dataclasses

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from expertbody import permissions
from expertbody.actions import meetings
from expertbody.forms import meetings as forms
from expertbody.selectors import meetings as meetings_selector
from stages.forms.attempts import attempt
from stages.selectors import programmes


def quorum_set(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "meeting.call", programme)
    rule = meetings_selector.rule(programme)
    form = forms.QuorumForm(request.POST if request.method == "POST" else None, initial=dataclasses.asdict(rule))
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, meetings.set_quorum, programme=programme, by=request.user, at=now(), **form.cleaned_data)
    ):
        messages.success(request, "The quorum is set.")
        return redirect("expertbody:meeting_list", slug=programme.slug)
    return render(request, "expertbody/quorum_set.html", {"programme": programme, "rule": rule, "form": form})

"""Stage 3: keep what one party says of risk."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages.actions import agency as agency_action
from stages.forms.agency import risk_form
from stages.forms.attempts import attempt
from stages.selectors import agency, programmes


def risk_state(request: SignedInRequest, slug: str, party: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    said = agency.said(programme, party)
    held = agency.access(programme, said.speaker, request.user)
    form = risk_form(request.POST or None, initial=said.risk_fields, is_agent=said.speaker.is_agent)
    if request.method == "POST" and form.is_valid():
        who = {"party": said.speaker.party, "candidate": said.speaker.candidate}
        given = {"programme": programme, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, agency_action.state_risk, **who, **given):
            messages.success(request, f"The attitude to risk of {said.speaker.name} is kept.")
            return redirect("stages:goals_own" if said.speaker.is_agent else "stages:goals", slug=slug)
    context = {"programme": programme, "said": said, "form": form, "access": held}
    return render(request, "stages/risk_state.html", context)

"""Stage 3: keep one party's order of the goals."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages.actions import agency as agency_action
from stages.forms.agency import RankingForm
from stages.forms.attempts import attempt
from stages.selectors import agency, programmes


def goals_rank(request: SignedInRequest, slug: str, party: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    said = agency.said(programme, party)
    held = agency.access(programme, said.speaker, request.user)
    form = RankingForm(request.POST or None, goals=agency.goals(programme), earlier=said.places)
    if request.method == "POST" and form.is_valid():
        who = {"party": said.speaker.party, "candidate": said.speaker.candidate}
        given = {"programme": programme, "places": form.places(), "by": request.user, "at": now()}
        if attempt(form, agency_action.rank_goals, **who, **given):
            messages.success(request, f"The order of {said.speaker.name} is kept.")
            return redirect("stages:goals_own" if said.speaker.is_agent else "stages:goals", slug=slug)
    context = {"programme": programme, "said": said, "form": form, "access": held}
    return render(request, "stages/goals_rank.html", context)

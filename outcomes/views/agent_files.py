"""What an agent has arranged for its files: what columns mean, and what happens where some rows are wrong."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.actions import arrangements as actions
from outcomes.forms.arrangements import StandingChoiceForm
from outcomes.selectors import arrangements
from stages.selectors import programmes


def agent_files(request: SignedInRequest, slug: str, code: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "rows.view", programme)
    agent = arrangements.agent(request.user, programme, code)
    initial = {"consent": arrangements.standing_choice(programme, agent)}
    form = StandingChoiceForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST":
        permissions.require_to_act_for(request.user, "submission.send", programme, agent)
    if form.is_valid():
        actions.choose(programme=programme, agent=agent, by=request.user, at=now(), **form.cleaned_data)
        messages.success(request, "Your choice is remembered. You can still decide otherwise for a single file.")
        return redirect("outcomes:agent_files", slug=programme.slug, code=agent.code)
    context = {
        "programme": programme,
        "agent": agent,
        "form": form,
        "choice": arrangements.choice(programme, agent),
        "names": arrangements.column_names(programme, agent),
        "may_change": permissions.can_act_for(request.user, "submission.send", programme, agent),
    }
    return render(request, "outcomes/agent_files.html", context)

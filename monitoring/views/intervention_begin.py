"""Take the first step about an agent, perhaps because of a flag."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from monitoring import permissions
from monitoring.actions import interventions as interventions_action
from monitoring.forms.interventions import BeginForm
from monitoring.selectors import interventions
from stages.forms.attempts import attempt
from stages.selectors import programmes


def intervention_begin(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "intervention.step", programme)
    flag = interventions.flag_of(programme, request.GET.get("flag", ""))
    initial = interventions.from_flag(flag, programme)
    agents, few = interventions.agents(programme), programme.suppression_threshold
    form = BeginForm(request.POST or None, agents=agents, initial=initial, few=few)
    if request.method == "POST" and form.is_valid():
        given = {"programme": programme, "flag": flag, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, interventions_action.begin, **given):
            messages.success(request, "The step is on record, and the agent sees it.")
            return redirect("monitoring:intervention_list", programme.slug)
    shown = {"programme": programme, "form": form, "flag": flag}
    return render(request, "monitoring/intervention_begin.html", shown)

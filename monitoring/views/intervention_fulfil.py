"""Say what became of something that an improvement plan promised."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from monitoring import permissions
from monitoring.actions import interventions as interventions_action
from monitoring.forms.interventions import FulfilForm
from monitoring.selectors import interventions
from monitoring.views.finding_interventions import find
from stages.forms.attempts import attempt


def intervention_fulfil(request: SignedInRequest, slug: str, number: int, measure: int) -> HttpResponse:
    intervention = find(request, slug, number)
    permissions.require_may_promise(request.user, intervention.programme, intervention.agent)
    found = interventions.measure_of(intervention, measure)
    if found is None:
        raise Http404("The plan holds no such thing")
    form = FulfilForm(request.POST or None, few=intervention.programme.suppression_threshold)
    if request.method == "POST" and form.is_valid():
        given = {"measure": found, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, interventions_action.fulfil, **given):
            messages.success(request, "It is marked as done.")
            return redirect(intervention)
    shown = {"programme": intervention.programme, "intervention": intervention, "measure": found, "form": form}
    return render(request, "monitoring/intervention_fulfil.html", shown)

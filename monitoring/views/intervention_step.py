"""Step up or down the ladder."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from monitoring import permissions
from monitoring.actions import interventions
from monitoring.forms.interventions import StepForm
from monitoring.views.finding_interventions import find
from stages.forms.attempts import attempt


def intervention_step(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    intervention = find(request, slug, number)
    permissions.require(request.user, "intervention.step", intervention.programme)
    form = StepForm(request.POST or None, few=intervention.programme.suppression_threshold)
    if request.method == "POST" and form.is_valid():
        given = {"intervention": intervention, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, interventions.step, **given):
            messages.success(request, "The step is on record, and the agent sees it.")
            return redirect(intervention)
    shown = {"programme": intervention.programme, "intervention": intervention, "form": form}
    return render(request, "monitoring/intervention_step.html", shown)

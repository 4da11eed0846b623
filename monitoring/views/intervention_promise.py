"""Add to an improvement plan."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from monitoring import permissions
from monitoring.actions import interventions as interventions_action
from monitoring.forms.interventions import PromiseForm
from monitoring.selectors import interventions
from monitoring.views.finding_interventions import find
from stages.forms.attempts import attempt


def intervention_promise(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    intervention = find(request, slug, number)
    permissions.require_may_promise(request.user, intervention.programme, intervention.agent)
    people, few = interventions.people_of(intervention), intervention.programme.suppression_threshold
    form = PromiseForm(request.POST or None, people=people, few=few)
    if request.method == "POST" and form.is_valid():
        given = {"intervention": intervention, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, interventions_action.promise, **given):
            messages.success(request, "The plan holds it now.")
            return redirect(intervention)
    shown = {"programme": intervention.programme, "intervention": intervention, "form": form}
    return render(request, "monitoring/intervention_promise.html", shown)

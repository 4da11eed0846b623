"""Answer, as the agent or as one of those who deal with it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from monitoring import permissions
from monitoring.actions import interventions
from monitoring.forms.interventions import ReplyForm
from monitoring.views.finding_interventions import find
from stages.forms.attempts import attempt


def intervention_reply(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    intervention = find(request, slug, number)
    permissions.require_may_answer(request.user, intervention.programme, intervention.agent)
    form = ReplyForm(request.POST or None, few=intervention.programme.suppression_threshold)
    if request.method == "POST" and form.is_valid():
        given = {"intervention": intervention, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, interventions.reply, **given):
            messages.success(request, "Your reply is on record.")
            return redirect(intervention)
    shown = {"programme": intervention.programme, "intervention": intervention, "form": form}
    return render(request, "monitoring/intervention_reply.html", shown)

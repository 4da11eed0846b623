"""Stages 2 and 3: what due diligence found about a candidate."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import diligence as diligence_action
from stages.forms.attempts import attempt
from stages.forms.diligence import AgentDiligenceForm, PrincipalDiligenceForm
from stages.selectors import access, diligence, programmes, selection

FORMS = {2: PrincipalDiligenceForm, 3: AgentDiligenceForm}
ACTIONS = {2: diligence_action.record_principal, 3: diligence_action.record_agent}


def diligence_edit(request: SignedInRequest, slug: str, stage: int, candidate_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    candidate = selection.candidate(programme, stage, candidate_id)
    permissions.require(request.user, "stage.record", programme)
    form = FORMS[stage](request.POST or None, initial=diligence.found(candidate))
    if request.method == "POST" and form.is_valid():
        given = {"candidate": candidate, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, ACTIONS[stage], **given):
            messages.success(request, f"What was found about {candidate} is kept.")
            return redirect("stages:candidate_detail", slug=slug, stage=stage, candidate_id=candidate.pk)
    held = access.access(programme, stage, request.user)
    context = {"programme": programme, "candidate": candidate, "form": form, "access": held}
    return render(request, "stages/diligence_edit.html", context)

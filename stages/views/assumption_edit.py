"""Stage 3: change a figure on which a bid rests, or explain it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import diligence as diligence_action
from stages.forms.attempts import attempt
from stages.forms.diligence import AssumptionForm
from stages.selectors import access, diligence, programmes


def assumption_edit(request: SignedInRequest, slug: str, candidate_id: int, assumption_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    row = diligence.assumption(programme, candidate_id, assumption_id)
    permissions.require(request.user, "stage.record", programme)
    form = AssumptionForm(request.POST or None, initial=diligence.figure(row))
    if request.method == "POST" and form.is_valid():
        given = {"assumption": row, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, diligence_action.change_assumption, **given):
            messages.success(request, "The figure is changed.")
            return redirect("stages:candidate_detail", slug=slug, stage=3, candidate_id=candidate_id)
    held = access.access(programme, 3, request.user)
    context = {"programme": programme, "candidate": row.candidate, "form": form, "access": held}
    return render(request, "stages/assumption_edit.html", context)

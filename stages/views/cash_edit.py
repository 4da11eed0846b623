"""Stage 3: a candidate's monthly cash plan and its pessimistic case."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import diligence as diligence_action
from stages.forms.attempts import attempt
from stages.forms.diligence import CashPlanForm
from stages.selectors import access, diligence, programmes, selection


def cash_edit(request: SignedInRequest, slug: str, candidate_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    candidate = selection.candidate(programme, 3, candidate_id)
    permissions.require(request.user, "stage.record", programme)
    form = CashPlanForm(request.POST or None, initial=diligence.planned(candidate))
    if request.method == "POST" and form.is_valid():
        given = {"candidate": candidate, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, diligence_action.plan_cash, **given):
            messages.success(request, f"The cash plan of {candidate} is kept.")
            return redirect("stages:candidate_detail", slug=slug, stage=3, candidate_id=candidate.pk)
    held = access.access(programme, 3, request.user)
    context = {"programme": programme, "candidate": candidate, "form": form, "access": held}
    return render(request, "stages/cash_edit.html", context)

"""Stage 3: record a figure on which a bid rests."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import diligence
from stages.forms.attempts import attempt
from stages.forms.diligence import AssumptionForm
from stages.selectors import access, programmes, selection


def assumption_add(request: SignedInRequest, slug: str, candidate_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    candidate = selection.candidate(programme, 3, candidate_id)
    permissions.require(request.user, "stage.record", programme)
    form = AssumptionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"candidate": candidate, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, diligence.add_assumption, **given):
            messages.success(request, "The figure is recorded.")
            return redirect("stages:candidate_detail", slug=slug, stage=3, candidate_id=candidate.pk)
    held = access.access(programme, 3, request.user)
    context = {"programme": programme, "candidate": candidate, "form": form, "access": held}
    return render(request, "stages/assumption_add.html", context)

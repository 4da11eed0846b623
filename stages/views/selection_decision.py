"""Stages 2 and 3: record who is chosen and why."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import selection as selection_action
from stages.forms.attempts import attempt
from stages.forms.selection import decision_form
from stages.selectors import access, programmes, selection


def selection_decision(request: SignedInRequest, slug: str, stage: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    page = selection.page(programme, stage, request.user)
    permissions.require(request.user, "stage.record" if request.method == "POST" else "selection.view", programme)
    form = decision_form(stage, request.POST or None, page.decision, selection.candidates(programme, stage))
    if request.method == "POST" and form.is_valid():
        given = {"programme": programme, "stage": stage, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, selection_action.decide_for, **given):
            messages.success(request, f"The choice of the {page.who} is recorded.")
            return redirect("stages:selection_decision", slug=programme.slug, stage=stage)
    held, made = access.access(programme, stage, request.user), selection.decisions(programme, stage)
    may = permissions.can(request.user, "stage.record", programme)
    context = {"programme": programme, "page": page, "form": form, "access": held, "decisions": made, "may_write": may}
    return render(request, "stages/selection_decision.html", context)

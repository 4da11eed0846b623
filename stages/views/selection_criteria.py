"""Stages 2 and 3: the criteria of the selection and their weights."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import selection as selection_action
from stages.forms.attempts import attempt
from stages.forms.selection import CriteriaForm
from stages.selectors import access, programmes, selection


def selection_criteria(request: SignedInRequest, slug: str, stage: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    who = selection.require_stage(stage)
    permissions.require(request.user, "stage.record" if request.method == "POST" else "selection.view", programme)
    form = CriteriaForm(request.POST or None, rows=selection.weights(programme, stage))
    if request.method == "POST" and form.is_valid():
        given = {"programme": programme, "stage": stage, "criteria": form.criteria(), "by": request.user, "at": now()}
        if attempt(form, selection_action.set_criteria, **given):
            messages.success(request, "The criteria and weights are saved.")
            return redirect("stages:selection", slug=programme.slug, stage=stage)
    context = {
        "programme": programme,
        "who": who,
        "form": form,
        "access": access.access(programme, stage, request.user),
        "rows": selection.criteria(programme, stage),
    }
    return render(request, "stages/selection_criteria.html", context)

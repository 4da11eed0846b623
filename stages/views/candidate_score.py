"""Stages 2 and 3: one assessor's grid of scores, each with its reason."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import selection as selection_action
from stages.forms.attempts import attempt
from stages.forms.selection import ScoresForm
from stages.selectors import access, programmes, selection


def candidate_score(request: SignedInRequest, slug: str, stage: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    selection.require_stage(stage)
    permissions.require(request.user, "stage.score", programme)
    own = selection.own(programme, stage, request.user)
    form = ScoresForm(request.POST or None, candidates=own.free, criteria=own.criteria, earlier=own.scores)
    if request.method == "POST" and form.is_valid():
        given = {"programme": programme, "stage": stage, "scores": form.scores(), "by": request.user, "at": now()}
        if attempt(form, selection_action.score_all, **given):
            messages.success(request, "Your scores are kept.")
            return redirect("stages:selection", slug=programme.slug, stage=stage)
    held = access.access(programme, stage, request.user, "stage.score")
    context = {"programme": programme, "own": own, "form": form, "access": held}
    return render(request, "stages/candidate_score.html", context)

"""Stages 2 and 3: who has an interest in which candidate, and one's own declarations."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import conflicts as conflicts_action
from stages.forms.attempts import attempt
from stages.forms.conflicts import ConflictsForm
from stages.selectors import access, conflicts, programmes, selection


def conflict_declare(request: SignedInRequest, slug: str, stage: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    who = selection.require_stage(stage)
    permissions.require(request.user, "stage.score" if request.method == "POST" else "selection.view", programme)
    named, own = selection.candidates(programme, stage), conflicts.of_person(programme, stage, request.user)
    form = ConflictsForm(request.POST or None, candidates=named, earlier=own)
    if request.method == "POST" and form.is_valid():
        given = {"programme": programme, "stage": stage, "by": request.user, "at": now()}
        if attempt(form, conflicts_action.declare_all, declarations=form.declarations(), **given):
            messages.success(request, "Your declarations are kept.")
            return redirect("stages:conflict_declare", slug=programme.slug, stage=stage)
    held = access.access(programme, stage, request.user, "stage.score")
    declared = conflicts.history(programme, stage)
    context = {"programme": programme, "who": who, "form": form, "access": held, "declared": declared, "named": named}
    return render(request, "stages/conflict_declare.html", context)

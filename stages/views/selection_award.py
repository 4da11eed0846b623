"""Stages 2 and 3: award the choice, once its standstill is over."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import awards
from stages.forms.attempts import attempt
from stages.forms.selection import AwardForm
from stages.selectors import access, programmes, selection, stage_facts


def selection_award(request: SignedInRequest, slug: str, stage: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    who = selection.require_stage(stage)
    permissions.require(request.user, "stage.record", programme)
    form = AwardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"programme": programme, "stage": stage, "note": form.cleaned_data["note"]}
        if attempt(form, awards.award, by=request.user, at=now(), **given):
            messages.success(request, "The award is made.")
            return redirect("stages:selection_decision", slug=slug, stage=stage)
    held, decision = access.access(programme, stage, request.user), stage_facts.latest_decision(programme, stage)
    context = {"programme": programme, "who": who, "form": form, "access": held, "decision": decision}
    return render(request, "stages/selection_award.html", context)

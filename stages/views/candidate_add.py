"""Stages 2 and 3: name a candidate."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import selection as selection_action
from stages.forms.attempts import attempt
from stages.forms.selection import CandidateForm
from stages.selectors import access, members, programmes, selection


def candidate_add(request: SignedInRequest, slug: str, stage: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    who = selection.require_stage(stage)
    permissions.require(request.user, "stage.record", programme)
    form = CandidateForm(request.POST or None, organisations=members.organisations())
    if request.method == "POST" and form.is_valid():
        given = {"programme": programme, "stage": stage, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, selection_action.add_candidate_by_name, **given):
            messages.success(request, "The candidate is added. Score it next.")
            return redirect("stages:selection", slug=programme.slug, stage=stage)
    held = access.access(programme, stage, request.user)
    return render(
        request, "stages/candidate_add.html", {"programme": programme, "who": who, "form": form, "access": held}
    )

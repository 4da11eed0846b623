"""Stages 2 and 3: what each assessor gave one candidate, and the score on which they agree."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import moderation as moderation_action
from stages.forms.attempts import attempt
from stages.forms.moderation import ModerationForm
from stages.selectors import access, moderation, panel, programmes, selection


def candidate_moderate(request: SignedInRequest, slug: str, stage: int, candidate_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    candidate = selection.candidate(programme, stage, candidate_id)
    permissions.require(request.user, "stage.moderate", programme)
    sees_all = panel.sees_all(programme, stage, request.user)
    rows = moderation.rows(candidate) if sees_all else []
    form = ModerationForm(request.POST or None, rows=rows, last=moderation.last(candidate))
    if request.method == "POST" and form.is_valid():
        given = {"candidate": candidate, "scores": form.scores(), "by": request.user, "at": now()}
        if attempt(form, moderation_action.moderate, seen=form.cleaned_data["seen"], **given):
            messages.success(request, f"The agreed scores of {candidate} are kept.")
            return redirect("stages:selection", slug=programme.slug, stage=stage)
    held = access.access(programme, stage, request.user, "stage.moderate")
    context = {"programme": programme, "candidate": candidate, "form": form, "access": held, "sees_all": sees_all}
    return render(request, "stages/candidate_moderate.html", context)

"""Pause an open stage, or let it go on, with the reason."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import pauses as pauses_action
from stages.domain import framework
from stages.forms.attempts import attempt
from stages.forms.pauses import PauseForm, ResumeForm
from stages.selectors import pauses, programmes


def stage_pause(request: SignedInRequest, slug: str, stage: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    if stage not in framework.BY_NUMBER:
        raise Http404("There are seven stages")
    permissions.require(request.user, "stage.pause", programme)
    pause = pauses.of_stage(programme, stage)
    form = (ResumeForm if pause else PauseForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = pauses_action.resume if pause else pauses_action.pause
        if attempt(form, act, programme=programme, stage=stage, by=request.user, at=now(), **form.cleaned_data):
            messages.success(request, f"Stage {stage} goes on." if pause else f"Stage {stage} is paused.")
            return redirect("stages:stage_detail", slug=programme.slug, stage=stage)
    context = {"programme": programme, "stage": framework.BY_NUMBER[stage], "pause": pause, "form": form}
    return render(request, "stages/stage_pause.html", context)

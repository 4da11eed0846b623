"""Reopen a stage that was closed, with the reason."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import visits
from stages.domain import framework
from stages.forms.attempts import attempt
from stages.forms.gates import ReopenForm
from stages.selectors import programmes, stage_pages


def stage_reopen(request: SignedInRequest, slug: str, stage: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    if stage not in framework.BY_NUMBER:
        raise Http404("There are seven stages")
    permissions.require(request.user, "stage.reopen", programme)
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"programme": programme, "stage": stage, "finding": None, "by": request.user, "at": now()}
        if attempt(form, visits.reopen, **given, **form.cleaned_data):
            messages.success(request, f"Stage {stage} is reopened. Its records can be changed again.")
            return redirect("stages:stage_detail", slug=programme.slug, stage=stage)
    page = stage_pages.stage_page(programme, stage, request.user, localdate())
    return render(request, "stages/stage_reopen.html", {"programme": programme, "page": page, "form": form})

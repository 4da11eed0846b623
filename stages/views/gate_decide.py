"""Decide the gate of a stage: pass it and close the stage, or send it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import gates
from stages.forms.attempts import attempt
from stages.forms.gates import DecideForm
from stages.selectors import programmes, stage_pages, visits


def gate_decide(request: SignedInRequest, slug: str, stage: int, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    visit = visits.visit_of(programme, stage, number)
    permissions.require(request.user, permissions.to_close(stage), programme)
    if permissions.is_decided_by_the_body(stage):
        messages.info(request, "The Expert Body decides on this gate, with its votes on record. Ask it to decide.")
        return redirect("stages:stage_detail", slug=programme.slug, stage=stage)
    form = DecideForm(request.POST or None)
    given = {"visit": visit, "by": request.user, "at": now()}
    if request.method == "POST" and form.is_valid() and attempt(form, gates.decide, **given, **form.cleaned_data):
        messages.success(request, gates.said(form.cleaned_data["resolution"], stage))
        return redirect("stages:stage_detail", slug=programme.slug, stage=stage)
    page = stage_pages.stage_page(programme, stage, request.user, localdate())
    context = {"programme": programme, "page": page, "visit": visit, "form": form}
    return render(request, "stages/gate_decide.html", context)

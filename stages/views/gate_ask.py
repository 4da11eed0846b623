"""Ask that the gate of a stage be decided."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import gates
from stages.domain import framework
from stages.forms.attempts import attempt
from stages.forms.gates import AskForm
from stages.selectors import programmes, stage_pages


def gate_ask(request: SignedInRequest, slug: str, stage: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    if stage not in framework.BY_NUMBER:
        raise Http404("There are seven stages")
    permissions.require(request.user, "stage.record", programme)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"programme": programme, "stage": stage, "by": request.user, "at": now()}
        if attempt(form, gates.ask_now, **given, **form.cleaned_data):
            messages.success(request, "The gate is asked for. It waits for those who decide.")
            return redirect("stages:stage_detail", slug=programme.slug, stage=stage)
    page = stage_pages.stage_page(programme, stage, request.user, localdate())
    return render(request, "stages/gate_ask.html", {"programme": programme, "page": page, "form": form})

"""A named person's word on a criterion of the gate, with evidence."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import gates as gates_action
from stages.forms.attempts import attempt
from stages.forms.gates import ConfirmForm
from stages.selectors import access, gates, programmes


def gate_confirm(request: SignedInRequest, slug: str, stage: int, code: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "stage.confirm", programme)
    question = gates.question(programme, stage, code)
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"programme": programme, "stage": stage, "criterion": code, "by": request.user, "at": now()}
        if attempt(form, gates_action.confirm_now, **given, **form.cleaned_data):
            messages.success(request, "Your word is kept, with your name and the evidence.")
            return redirect("stages:stage_detail", slug=programme.slug, stage=stage)
    context = {
        "programme": programme,
        "question": question,
        "form": form,
        "access": access.access(programme, stage, request.user),
    }
    return render(request, "stages/gate_confirm.html", context)

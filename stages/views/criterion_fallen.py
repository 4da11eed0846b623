"""A criterion of a closed stage: what it said at the closing, what it says now, and the finding that questions it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from accounts.errors import Forbidden
from accounts.requests import SignedInRequest
from govuk.forms import Form
from stages.actions import falls as falls_action
from stages.domain import framework
from stages.forms.attempts import attempt
from stages.selectors import falls, programmes


def criterion_fallen(request: SignedInRequest, slug: str, stage: int, code: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    if falls.is_secret(programme, stage, request.user):
        raise Forbidden("What the gate says of candidates is not for agents to read.")
    page = falls.fall_page(programme, stage, code, request.user, localdate())
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = {"programme": programme, "stage": stage, "criterion": code, "by": request.user, "at": now()}
        if attempt(form, falls_action.raise_finding, **given):
            messages.success(request, "The finding is raised. It questions this stage.")
            return redirect("stages:criterion_fallen", slug=slug, stage=stage, code=code)
    shown = {"programme": programme, "page": page, "form": form, "stage": framework.BY_NUMBER[stage]}
    return render(request, "stages/criterion_fallen.html", shown)

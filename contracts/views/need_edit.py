"""Say whose need an outcome answers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from contracts import permissions
from contracts.actions import needs as needs_action
from contracts.forms.needs import NeedForm
from contracts.selectors import needs
from stages.forms.attempts import attempt
from stages.selectors import programmes


def need_edit(request: SignedInRequest, slug: str, code: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "need.trace", programme)
    traced = needs.outcome_of(programme, code)
    stakeholders = needs.candidates(programme)
    initial = {"stakeholders": [one.pk for one in traced.stakeholders]}
    form = NeedForm(request.POST or None, stakeholders=stakeholders, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = {"programme": programme, "outcome": code, "by": request.user, "at": now()}
        if attempt(form, needs_action.trace, **given, to=form.cleaned_data["stakeholders"]):
            messages.success(request, f"“{traced.outcome}” traces to those who need it.")
            return redirect("contracts:need_list", slug=programme.slug)
    context = {"programme": programme, "traced": traced, "form": form, "any_stakeholder": stakeholders.exists()}
    context["open_stage"] = needs.open_stage(programme)
    return render(request, "contracts/need_edit.html", context)

"""Stage 1: enter a stakeholder in the register."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import stakeholders
from stages.forms.attempts import attempt
from stages.forms.stakeholders import StakeholderForm
from stages.selectors import access, members, programmes


def stakeholder_add(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "stage.record", programme)
    form = StakeholderForm(request.POST or None, members=members.people(programme), initial={"interest": 0})
    if request.method == "POST" and form.is_valid():
        given = {"programme": programme, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, stakeholders.add, **given):
            messages.success(request, f"{form.cleaned_data['name']} is in the register. Score them next.")
            return redirect("stages:stakeholder_list", slug=programme.slug)
    context = {"programme": programme, "form": form, "access": access.access(programme, 1, request.user)}
    return render(request, "stages/stakeholder_add.html", context)

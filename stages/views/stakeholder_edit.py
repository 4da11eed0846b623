"""Stage 1: change what is known of a stakeholder."""

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import stakeholders
from stages.forms.attempts import attempt
from stages.forms.stakeholders import StakeholderForm
from stages.selectors import access, members, programmes, registers


def stakeholder_edit(request: SignedInRequest, slug: str, stakeholder_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "stage.record", programme)
    found = registers.stakeholder(programme, stakeholder_id).stakeholder
    form = StakeholderForm(request.POST or None, members=members.people(programme), initial=model_to_dict(found))
    if request.method == "POST" and form.is_valid():
        given = {"stakeholder": found, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, stakeholders.change, **given):
            messages.success(request, f"{found} is changed.")
            return redirect("stages:stakeholder_detail", slug=programme.slug, stakeholder_id=found.pk)
    context = {
        "programme": programme,
        "stakeholder": found,
        "form": form,
        "access": access.access(programme, 1, request.user),
    }
    return render(request, "stages/stakeholder_edit.html", context)

"""Stage 1: one stakeholder, with every score that was given and the form for the next."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import stakeholders
from stages.forms.attempts import attempt
from stages.forms.stakeholders import ScoreForm
from stages.selectors import access, alerts, programmes, registers


def stakeholder_detail(request: SignedInRequest, slug: str, stakeholder_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    row = registers.stakeholder(programme, stakeholder_id, alerts.of_programme(programme, localdate()))
    form = ScoreForm(request.POST or None)
    if request.method == "POST":
        permissions.require(request.user, "stage.record", programme)
        given = {"stakeholder": row.stakeholder, "by": request.user, "at": now()}
        if form.is_valid() and attempt(form, stakeholders.score, **given, **form.cleaned_data):
            messages.success(request, f"The scores of {row.stakeholder} are kept.")
            return redirect(request.path)
    context = {
        "programme": programme,
        "row": row,
        "history": registers.history(row.stakeholder),
        "contacts": registers.contacts(row.stakeholder),
        "may_contact": permissions.may_record_contact(request.user, row.stakeholder),
        "form": form,
        "access": access.access(programme, 1, request.user),
    }
    return render(request, "stages/stakeholder_detail.html", context)

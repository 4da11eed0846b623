"""Raise a finding by hand: what a person has seen, and the stages that it questions."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import findings
from stages.forms.attempts import attempt
from stages.forms.findings import FindingForm
from stages.selectors import programmes


def finding_raise(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "finding.raise", programme)
    form = FindingForm(request.POST or None, few=programme.suppression_threshold)
    if request.method == "POST" and form.is_valid():
        given = {"programme": programme, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, findings.raise_by_hand, **given):
            messages.success(request, "The finding is raised.")
            return redirect("stages:finding_list", slug=programme.slug)
    return render(request, "stages/finding_raise.html", {"programme": programme, "form": form})

"""Stage 1: the one purpose, why Payment by Results, and an alternative that was appraised."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import purpose as purpose_action
from stages.domain.purpose import several_aims
from stages.forms.attempts import attempt
from stages.forms.purpose import PurposeForm
from stages.selectors import access, programmes
from stages.selectors import purpose as purpose_selector


def purpose(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    written = purpose_selector.of_programme(programme)
    form = PurposeForm(request.POST or None, initial=purpose_selector.values(written))
    if request.method == "POST":
        permissions.require(request.user, "stage.record", programme)
    if request.method == "POST" and form.is_valid():
        given = {"programme": programme, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, purpose_action.write, **given):
            messages.success(request, "The purpose is saved.")
            return redirect("stages:purpose", slug=programme.slug)
    context = {
        "programme": programme,
        "written": written,
        "form": form,
        "access": access.access(programme, 1, request.user),
        "aims": several_aims(written.aim) if written else [],
    }
    return render(request, "stages/purpose.html", context)

"""Stage 1: add an item on the horizon."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import registers
from stages.forms.attempts import attempt
from stages.forms.registers import HorizonForm
from stages.selectors import access, programmes


def horizon_add(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "stage.record", programme)
    form = HorizonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"programme": programme, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, registers.add_horizon, **given):
            messages.success(request, "The item is on the log.")
            return redirect("stages:horizon_list", slug=programme.slug)
    context = {"programme": programme, "form": form, "access": access.access(programme, 1, request.user)}
    return render(request, "stages/horizon_add.html", context)

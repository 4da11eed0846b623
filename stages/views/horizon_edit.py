"""Stage 1: change an item on the horizon."""

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import registers as registers_action
from stages.forms.attempts import attempt
from stages.forms.registers import HorizonForm
from stages.selectors import access, horizon, programmes


def horizon_edit(request: SignedInRequest, slug: str, entry_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "stage.record", programme)
    entry = horizon.entry(programme, entry_id)
    form = HorizonForm(request.POST or None, initial=model_to_dict(entry))
    if request.method == "POST" and form.is_valid():
        given = {"entry": entry, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, registers_action.change_horizon, **given):
            messages.success(request, "The item is changed.")
            return redirect("stages:horizon_list", slug=programme.slug)
    context = {"programme": programme, "form": form, "access": access.access(programme, 1, request.user)}
    return render(request, "stages/horizon_edit.html", context)

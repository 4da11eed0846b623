"""Say whether something on the horizon has happened, whatever stage is open."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import horizon as horizon_action
from stages.forms.attempts import attempt
from stages.forms.horizon import HorizonAnswerForm
from stages.selectors import access, horizon, programmes


def horizon_answer(request: SignedInRequest, slug: str, entry_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "horizon.answer", programme)
    entry = horizon.entry(programme, entry_id)
    form = HorizonAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"entry": entry, "by": request.user, "at": now()}
        if attempt(form, horizon_action.answer, **given, **form.answered()):
            raised = ", and a finding is raised" if form.cleaned_data["raises"] else ""
            messages.success(request, f"Your answer is kept{raised}.")
            return redirect("stages:horizon_list", slug=programme.slug)
    shown = {"programme": programme, "item": horizon.item(entry, localdate()), "form": form}
    return render(request, "stages/horizon_answer.html", shown | {"access": access.access(programme, 1, request.user)})

"""Stage 3: set the goals that every party ranks."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import agency as agency_action
from stages.forms.agency import GoalsForm
from stages.forms.attempts import attempt
from stages.selectors import access, agency, programmes


def goals_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "stage.record", programme)
    names = "\n".join(goal.name for goal in agency.goals(programme))
    form = GoalsForm(request.POST or None, initial={"goals": names})
    if request.method == "POST" and form.is_valid():
        given = {"programme": programme, "names": form.names(), "by": request.user, "at": now()}
        if attempt(form, agency_action.set_goals, **given):
            messages.success(request, "The goals are kept. Ask each party for its order.")
            return redirect("stages:goals", slug=slug)
    held = access.access(programme, 3, request.user)
    return render(request, "stages/goals_edit.html", {"programme": programme, "form": form, "access": held})

"""Stage 1: somebody is no longer a stakeholder, or was entered by mistake."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import leaving
from stages.forms.attempts import attempt
from stages.forms.engagement import LeaveForm
from stages.selectors import access, alerts, programmes, registers


def stakeholder_leave(request: SignedInRequest, slug: str, stakeholder_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "stage.record", programme)
    row = registers.stakeholder(programme, stakeholder_id)
    stays = registers.has_history(row.stakeholder)
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"stakeholder": row.stakeholder, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, leaving.leave if stays else leaving.remove, **given):
            said = "no longer a stakeholder" if stays else "removed from the register"
            messages.success(request, f"{row.stakeholder.name} is {said}.")
            return redirect("stages:stakeholder_list", slug=programme.slug)
    context = {"programme": programme, "row": row, "form": form, "access": access.access(programme, 1, request.user)}
    context |= {"stays": stays, "ties": alerts.ties(row.stakeholder, localdate())}
    return render(request, "stages/stakeholder_leave.html", context)

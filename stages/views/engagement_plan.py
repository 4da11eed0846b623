"""Stage 1: plan how one stakeholder is involved."""

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import engagement
from stages.forms.attempts import attempt
from stages.forms.engagement import PlanForm
from stages.selectors import access, members, programmes, registers


def engagement_plan(request: SignedInRequest, slug: str, stakeholder_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "stage.record", programme)
    row = registers.stakeholder(programme, stakeholder_id)
    people = members.people(programme)
    form = PlanForm(request.POST or None, members=people, initial=model_to_dict(row.stakeholder))
    if request.method == "POST" and form.is_valid():
        given = {"stakeholder": row.stakeholder, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, engagement.plan, **given):
            messages.success(request, f"The engagement of {row.stakeholder} is planned.")
            return redirect("stages:engagement", slug=programme.slug)
    context = {"programme": programme, "row": row, "form": form, "access": access.access(programme, 1, request.user)}
    return render(request, "stages/engagement_plan.html", context)

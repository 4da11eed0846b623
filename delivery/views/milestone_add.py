"""Enter a step of the delivery plan."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from delivery import permissions
from delivery.actions import plans
from delivery.forms.plans import MilestoneForm
from delivery.selectors import access
from stages.forms.attempts import attempt
from stages.selectors import programmes


def milestone_add(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "delivery.record", programme)
    form = MilestoneForm(request.POST or None, agents=access.own_agents(request.user, programme))
    if request.method == "POST" and form.is_valid():
        given = {"programme": programme, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, plans.plan, **given):
            messages.success(request, f"“{form.cleaned_data['name']}” is in the plan.")
            return redirect("delivery:plan", slug=programme.slug)
    context = {"programme": programme, "form": form, "access": access.access(programme, request.user)}
    return render(request, "delivery/milestone_add.html", context)

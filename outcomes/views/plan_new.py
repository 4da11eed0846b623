"""Make a verification plan: which claims, how surely, and what follows from errors."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from delivery.selectors import contract as contracts
from delivery.selectors import participants
from outcomes import permissions
from outcomes.actions import verification
from outcomes.forms.verification import PlanForm
from stages.selectors import programmes


def plan_new(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "verification.plan", programme)
    agents = participants.agents(request.user, programme)
    form = PlanForm(request.POST or None, agents=agents, contract=contracts.of(programme))
    if form.is_valid():
        try:
            plan = verification.make(programme=programme, intent=form.intent(), by=request.user, at=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The plan is made. Nothing is drawn yet.")
            return redirect("outcomes:plan_draw", slug=programme.slug, number=plan.number)
    return render(request, "outcomes/plan_new.html", {"programme": programme, "form": form})

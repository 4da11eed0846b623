"""What a verification plan changes on statements, shown before anybody applies it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from outcomes import permissions as checking
from outcomes.selectors import verification_pages
from payments import permissions
from payments.actions import recoveries as actions
from payments.selectors import recoveries
from stages.selectors import programmes


def plan_effect(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    checking.require(request.user, "verification.population", programme)
    plan = verification_pages.find(programme, number)
    if request.method == "POST":
        permissions.require(request.user, "recovery.apply", programme)
        try:
            actions.apply(plan=plan, seen=request.POST.get("seen", ""), by=request.user, at=now())
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "It is taken back, and stated with its reason.")
        return redirect("payments:plan_effect", slug=programme.slug, number=plan.number)
    effect, may = recoveries.effect(plan), recoveries.may_apply(request.user, plan)
    context = {"programme": programme, "plan": plan, "effect": effect, "may_apply": may}
    return render(request, "payments/plan_effect.html", context)

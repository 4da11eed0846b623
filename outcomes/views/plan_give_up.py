"""Give a plan up, with the reason."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.actions import verification
from outcomes.forms.verification import ReasonForm
from outcomes.selectors import verification_pages
from stages.selectors import programmes


def plan_give_up(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "verification.plan", programme)
    plan = verification_pages.find(programme, number)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            verification.give_up(plan=plan, by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The plan is given up.")
            return redirect("outcomes:plan_detail", slug=programme.slug, number=plan.number)
    return render(request, "outcomes/plan_give_up.html", {"programme": programme, "plan": plan, "form": form})

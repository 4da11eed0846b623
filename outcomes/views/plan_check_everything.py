"""Draw every claim of an agent whose error rate is over the tolerance."""

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


def plan_check_everything(request: SignedInRequest, slug: str, number: int, agent: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "verification.plan", programme)
    plan = verification_pages.find(programme, number)
    result = verification_pages.result_of(plan, request.user, agent)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            verification.check_everything(plan=plan, agent=agent, by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Every claim of {result.name} is drawn now.")
            return redirect("outcomes:plan_detail", slug=programme.slug, number=plan.number)
    context = {"programme": programme, "plan": plan, "result": result, "form": form}
    return render(request, "outcomes/plan_check_everything.html", context)

"""Draw the sample of a plan, after a look at how many claims that means for each agent."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.actions import verification
from outcomes.selectors import populations, verification_pages
from stages.selectors import programmes


def plan_draw(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "verification.plan", programme)
    plan = verification_pages.find(programme, number)
    samples, refused = [], ""
    try:
        if request.method == "POST":
            drawing = verification.draw(plan=plan, by=request.user, at=now())
            messages.success(request, f"The sample is drawn from {drawing.claims:,} claims.")
            return redirect("outcomes:plan_detail", slug=programme.slug, number=plan.number)
        samples = verification.proposed(plan, populations.listed(plan))
    except Refused as refusal:
        refused = str(refusal)
    context = {"programme": programme, "plan": plan, "samples": samples, "refused": refused}
    return render(request, "outcomes/plan_draw.html", context)

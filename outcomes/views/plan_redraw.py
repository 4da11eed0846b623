"""Draw the samples of a plan again, and show whether they come to the same."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.selectors import sample_plans, verification_pages
from stages.selectors import programmes


def plan_redraw(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "verification.population", programme)
    plan = verification_pages.find(programme, number)
    proofs = [(drawing, sample_plans.prove(drawing)) for drawing in plan.drawings.order_by("number")]
    return render(request, "outcomes/plan_redraw.html", {"programme": programme, "plan": plan, "proofs": proofs})

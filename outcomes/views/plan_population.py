"""The list of claims from which a sample was drawn, as it was frozen: for anybody who draws it again elsewhere."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.selectors import sample_plans, verification_pages
from stages.selectors import programmes


def plan_population(request: SignedInRequest, slug: str, number: int, drawing: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "verification.population", programme)
    plan = verification_pages.find(programme, number)
    found = get_object_or_404(plan.drawings.all(), number=drawing)
    name = f"{programme.slug}-plan-{plan.number}-claims-{found.number}.tsv"
    return HttpResponse(
        sample_plans.population(found),
        content_type="text/tab-separated-values; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )

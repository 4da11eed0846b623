"""What so many people can and cannot show: for a programme in planning, and for anybody who is signed in."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from monitoring.domain import verdicts
from monitoring.forms.planning import PlanningForm
from monitoring.selectors import planning as plans
from stages.selectors import programmes


def planning(request: SignedInRequest, slug: str | None = None) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug) if slug else None
    form = PlanningForm(request.GET if request.GET else plans.USUAL)
    plan = plans.plan(plans.Asked.of(form.cleaned_data)) if form.is_valid() else None
    context = {"programme": programme, "form": form, "plan": plan, "apart": verdicts.APART}
    return render(request, "monitoring/planning.html", context)

"""Say which reports are made by themselves."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.forms.attempts import attempt
from accounts.requests import SignedInRequest
from dashboards import permissions
from dashboards.actions import reports
from dashboards.forms.reports import PlanForm
from dashboards.selectors import reports as selectors
from stages.selectors import programmes


def report_plan(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "report.plan", programme)
    form = PlanForm(request.POST or None, held=selectors.plan(programme))
    if request.method == "POST" and form.is_valid():
        given = {"programme": programme, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, reports.plan, **given):
            messages.success(request, "The plan is kept.")
            return redirect("dashboards:report_list", slug)
    return render(request, "dashboards/report_plan.html", {"programme": programme, "form": form})

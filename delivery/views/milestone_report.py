"""Say when a milestone was reached, or is now expected, and why it slipped."""

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from delivery import permissions
from delivery.actions import plans
from delivery.forms.plans import ReportForm
from delivery.selectors import access
from delivery.selectors import plans as pages
from stages.forms.attempts import attempt
from stages.selectors import programmes


def milestone_report(request: SignedInRequest, slug: str, milestone_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "delivery.record", programme)
    one = pages.milestone(request.user, programme, milestone_id)
    form = ReportForm(request.POST or None, initial=model_to_dict(one))
    if request.method == "POST" and form.is_valid():
        given = {"milestone": one, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, plans.report, **given):
            messages.success(request, f"What you said of “{one}” is recorded.")
            return redirect("delivery:plan", slug=programme.slug)
    page_access = access.access(programme, request.user)
    context = {"programme": programme, "milestone": one, "form": form, "access": page_access}
    return render(request, "delivery/milestone_report.html", context)

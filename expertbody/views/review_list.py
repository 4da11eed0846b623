"""The periodic review of the programme: when it comes next, and what earlier ones decided."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from accounts.requests import SignedInRequest
from expertbody import permissions
from expertbody.actions import reviews
from expertbody.forms.proposals import ReviewForm
from expertbody.selectors import proposals, seats
from stages.forms.attempts import attempt
from stages.selectors import programmes


def review_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    planned, held = proposals.reviews(programme)
    initial = {"due_on": planned.due_on, "every_months": planned.every_months} if planned else {"every_months": 12}
    form = ReviewForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST":
        permissions.require(request.user, "body.propose", programme)
        given = {"programme": programme, "by": request.user, "at": now()}
        if form.is_valid() and attempt(form, reviews.plan, **given, **form.cleaned_data):
            messages.success(request, "The next review is planned.")
            return redirect(request.path)
    context: dict[str, Any] = {"programme": programme, "planned": planned, "held": held, "form": form}
    context["today"] = localdate()
    context["may_plan"] = permissions.can(request.user, "body.propose", programme)
    context["may_decide"] = seats.held_by(request.user, programme, localdate()) is not None
    return render(request, "expertbody/review_list.html", context)

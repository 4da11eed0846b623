"""Confirm or refuse a measured figure that somebody else reported."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.actions import measurements as actions
from outcomes.forms.measurements import DecisionForm
from outcomes.selectors import measurements
from stages.selectors import programmes


def measurement_decide(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "measurement.decide", programme)
    found = measurements.find(request.user, programme, pk)
    permissions.require_may_decide(request.user, found)
    form = DecisionForm(request.POST or None)
    if form.is_valid():
        try:
            actions.decide(measurement=found, by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your decision is recorded.")
            return redirect("outcomes:measurement_detail", slug=programme.slug, pk=found.pk)
    shown = measurements.shown(found, measurements.metrics(programme), measurements.names(programme))
    return render(request, "outcomes/measurement_decide.html", {"programme": programme, "shown": shown, "form": form})

"""Report a measured figure that the contract waits for."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.actions import measurements as actions
from outcomes.forms.measurements import MeasurementForm
from outcomes.selectors import measurements
from stages.selectors import programmes


def measurement_report(request: SignedInRequest, slug: str, metric: str, covers: str, whose: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "measurement.report", programme)
    agent = measurements.agent_of(programme, whose)
    wanted = measurements.find_wanted(programme, metric, agent, covers)
    permissions.require_may_report(request.user, programme, agent)
    form = MeasurementForm(request.POST or None, metric=wanted.metric)
    if form.is_valid():
        try:
            made = actions.report(
                programme=programme, metric=metric, agent=agent, covers=covers, stated=form.stated(), by=request.user,
                at=now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The figure is reported. Nothing is paid by it until somebody else confirms it.")
            return redirect("outcomes:measurement_detail", slug=programme.slug, pk=made.pk)
    shown = {"programme": programme, "wanted": wanted, "agent": agent, "form": form}
    return render(request, "outcomes/measurement_report.html", shown)

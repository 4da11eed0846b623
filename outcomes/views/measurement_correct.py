"""Correct a measured figure, with the reason."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.actions import measurements as actions
from outcomes.forms.measurements import CorrectionForm
from outcomes.selectors import measurements
from stages.selectors import programmes


def measurement_correct(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "measurement.report", programme)
    found = measurements.find(request.user, programme, pk)
    permissions.require_may_report(request.user, programme, found.agent)
    metric = measurements.metric_of(found)
    form = CorrectionForm(request.POST or None, metric=metric, initial=measurements.as_initial(found))
    if form.is_valid():
        given = {"stated": form.stated(), "reason": form.cleaned_data["reason"]}
        try:
            made = actions.correct(measurement=found, by=request.user, at=now(), **given)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The correction is reported. It counts once somebody else has confirmed it.")
            return redirect("outcomes:measurement_detail", slug=programme.slug, pk=made.pk)
    shown = measurements.shown(found, {metric.code: metric})
    return render(request, "outcomes/measurement_correct.html", {"programme": programme, "shown": shown, "form": form})

"""Figures that somebody reported together: seen side by side, and confirmed or refused together by somebody else."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Forbidden, Refused
from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.actions import measurement_files
from outcomes.forms.measurements import TogetherForm
from outcomes.selectors import measurements, small_measurements
from stages.selectors import programmes


def measurement_batch(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "measurement.view", programme)
    together = measurements.together(request.user, measurements.find(request.user, programme, pk))
    if request.method == "POST":
        permissions.require(request.user, "measurement.decide", programme)
    form = TogetherForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            measurement_files.decide(together=together, by=request.user, at=now(), **form.cleaned_data)
        except Forbidden:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your decision is recorded for all of them.")
            return redirect("outcomes:measurement_batch", slug=programme.slug, pk=pk)
    batch = measurements.batch(request.user, together)
    batch["rows"] = small_measurements.read(batch["rows"], request.user, programme)
    context = {"programme": programme, "form": form, **batch}
    return render(request, "outcomes/measurement_batch.html", context)

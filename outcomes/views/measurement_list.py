"""Measured figures: what the contract waits for, and what was reported."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.forms.measurements import MeasurementSearchForm
from outcomes.selectors import measurements, small_measurements
from stages.selectors import programmes

PAGE = 25


def measurement_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "measurement.view", programme)
    form = MeasurementSearchForm(request.GET)
    asked = form.right()
    found = measurements.search(request.user, programme, **asked)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    declared, named = measurements.metrics(programme), measurements.names(programme)
    awaited = measurements.awaited(programme, request.user, localdate())
    shown = [measurements.shown(one, declared, named) for one in page]
    context = {
        "programme": programme, "filter_form": form, "page": page, "narrowed": any(asked.values()),
        "rows": small_measurements.read(shown, request.user, programme), "declared": declared,
        "awaited": Paginator(awaited, PAGE).get_page(request.GET.get("awaited")),
        "may_report_some": any(one.may_report for one in awaited),
        "may_see_rows": permissions.can(request.user, "rows.view", programme),
    }  # fmt: skip
    return render(request, "outcomes/measurement_list.html", context)

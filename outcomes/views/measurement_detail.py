"""A measured figure: what was reported, by whom, who confirmed it, and what it took the place of."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.selectors import measurements, small_measurements
from stages.selectors import programmes


def measurement_detail(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "measurement.view", programme)
    found = measurements.find(request.user, programme, pk)
    declared = measurements.metrics(programme)
    shown = measurements.shown(found, declared, measurements.names(programme))
    (shown,) = small_measurements.read([shown], request.user, programme)
    history = [measurements.shown(one, declared) for one in measurements.history(found)]
    is_latest = shown.measurement.pk == history[0].measurement.pk
    context = {
        "programme": programme,
        "shown": shown,
        "metric": declared.get(found.metric),
        "history": small_measurements.read(history, request.user, programme),
        "rules": measurements.rules_of(found),
        "may_correct": is_latest and permissions.may_report(request.user, programme, found.agent),
        "together": len(measurements.together(request.user, found)),
        "may_decide": measurements.may_decide(request.user, found),
    }
    return render(request, "outcomes/measurement_detail.html", context)

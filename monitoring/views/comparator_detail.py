"""Stage 1: one scheme elsewhere, with everything that was read of it."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from monitoring import permissions
from monitoring.selectors import comparator_offers, comparator_starts, comparators
from stages import permissions as stage_permissions
from stages.selectors import access, programmes


def comparator_detail(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "comparator.view", programme)
    comparator = comparators.find(programme, number)
    version = comparators.version(comparator, request.GET.get("version", ""))
    reading = comparators.read(version.document)
    shown = {
        "programme": programme,
        "comparator": comparator,
        "version": version,
        "versions": comparators.versions(comparator),
        "reading": reading,
        "results": comparators.results(reading),
        "may_start": stage_permissions.may_start_programmes(request.user),
        "start_with": comparator_starts.value(version),
        "may_take_over": comparator_offers.may_take_over(request.user, programme),
        "access": access.access(programme, 1, request.user),
    }
    return render(request, "monitoring/comparator_detail.html", shown)

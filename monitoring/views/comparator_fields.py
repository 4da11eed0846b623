"""Stage 1: every field of what a file said of a scheme elsewhere, those that are not known among them."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from monitoring import permissions
from monitoring.forms.comparators import FieldSearchForm
from monitoring.selectors import comparators
from stages.selectors import access, programmes

PAGE = 100


def comparator_fields(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "comparator.view", programme)
    version = comparators.version(comparators.find(programme, number), request.GET.get("version", ""))
    form = FieldSearchForm(request.GET)
    asked = form.right()
    reading = comparators.read(version.document)
    found = comparators.fields(reading, asked.get("q", ""), asked.get("state", ""))
    shown = {
        "programme": programme,
        "version": version,
        "releases": reading.releases,
        "filter_form": form,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "access": access.access(programme, 1, request.user),
    }
    return render(request, "monitoring/comparator_fields.html", shown)

"""One register extract: what it covers, and its rows with whom they are about."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from delivery.selectors import contract as contracts
from outcomes import permissions
from outcomes.forms.registers import ExtractRowSearchForm
from outcomes.selectors import registers
from stages.selectors import programmes


def register_detail(request: SignedInRequest, slug: str, extract_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "register.view", programme)
    extract = registers.find(request.user, programme, extract_id)
    form = ExtractRowSearchForm(request.GET)
    given = form.right()
    page = registers.rows(extract, request.GET.get("page"), **given)
    names = contracts.of(programme).outcome_names
    context = {
        "programme": programme,
        "extract": extract,
        "filter_form": form,
        "page": page,
        "rows": [(row, names.get(row.outcome, row.outcome)) for row in page],
        "narrowed": any(given.values()),
    }
    return render(request, "outcomes/register_detail.html", context)

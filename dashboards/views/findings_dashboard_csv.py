"""The figures behind a part of the findings dashboard, as a file."""

import csv

from django.http import Http404, HttpResponse

from accounts.requests import SignedInRequest
from dashboards.forms.findings_dashboard import FilterForm
from dashboards.selectors import findings_dashboard as dashboard
from monitoring.selectors import figures
from outcomes.domain import reports
from stages.selectors import programmes


def findings_dashboard_csv(request: SignedInRequest, slug: str, table: str) -> HttpResponse:
    """The same rows as on the page, narrowed by the same address, with small counts hidden alike."""
    programme = programmes.programme_for(request.user, slug)
    have = dashboard.known(figures.audience(request.user, programme))
    form = FilterForm(request.GET, choices=have.choices)
    found = dashboard.page(have, dashboard.asked(form.cleaned_data if form.is_valid() else {})).table(table)
    if found is None:
        raise Http404("No such table")
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{programme.slug}-{table}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerows([reports.safe(cell) for cell in row] for row in (found[0], *found[1]))
    return response

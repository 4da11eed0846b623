"""The figures behind a part of the findings dashboard, as a file."""

from django.http import Http404, HttpResponse

from accounts.requests import SignedInRequest
from dashboards.forms.findings_dashboard import FilterForm
from dashboards.selectors import findings_dashboard as dashboard
from monitoring.selectors import figures
from monitoring.views.table_file import table_file
from stages.selectors import programmes


def findings_dashboard_csv(request: SignedInRequest, slug: str, table: str) -> HttpResponse:
    """The same rows as on the page, narrowed by the same address, with small counts hidden alike."""
    programme = programmes.programme_for(request.user, slug)
    have = dashboard.known(figures.audience(request.user, programme))
    form = FilterForm(request.GET, choices=have.choices)
    found = dashboard.page(have, dashboard.asked(form.right())).table(table)
    if found is None:
        raise Http404("No such table")
    return table_file(f"{programme.slug}-{table}", found)

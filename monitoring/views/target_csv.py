"""The figures behind a chart of a target's page, as a file."""

from django.http import Http404, HttpResponse

from accounts.requests import SignedInRequest
from monitoring.selectors import figures, pages
from monitoring.views.table_file import table_file
from stages.selectors import programmes


def target_csv(request: SignedInRequest, slug: str, code: str, table: str) -> HttpResponse:
    """The same rows as on the page, with small counts hidden alike."""
    programme = programmes.programme_for(request.user, slug)
    page = pages.target_detail(figures.audience(request.user, programme), code)
    chart = page.chart(table) if page else None
    if chart is None:
        raise Http404("No such table")
    return table_file(f"{programme.slug}-{code}-{table}", (chart.columns, chart.rows))

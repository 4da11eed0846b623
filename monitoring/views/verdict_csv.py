"""The figures behind a chart of a verdict's page, or all verdicts that stand, as a file."""

from django.http import Http404, HttpResponse

from accounts.requests import SignedInRequest
from monitoring.selectors import figures, verdict_tables
from monitoring.views.table_file import table_file
from stages.selectors import programmes


def verdict_csv(request: SignedInRequest, slug: str, code: str, table: str) -> HttpResponse:
    """The same rows as on the page, with small counts hidden alike."""
    programme = programmes.programme_for(request.user, slug)
    found = verdict_tables.table(figures.audience(request.user, programme), code, table)
    if found is None:
        raise Http404("No such table")
    return table_file(f"{programme.slug}-{code}-{table}", found)

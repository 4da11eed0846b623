"""A report as a file."""

from django.http import Http404, HttpResponse

from accounts.requests import SignedInRequest
from dashboards.selectors import reports
from monitoring.selectors import figures
from stages.selectors import programmes


def report_file(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    found = reports.file_of(figures.audience(request.user, programme), pk)
    if found is None:
        raise Http404("No such report")
    report, content = found
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{report.filename}"'
    return response

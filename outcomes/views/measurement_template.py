"""A file to fill in: a row for each figure that is due and that the reader may report."""

from django.http import HttpResponse
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.domain import figure_files
from outcomes.selectors import error_files, measurements
from stages.selectors import programmes


def measurement_template(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "measurement.report", programme)
    today = localdate()
    rows = measurements.to_fill_in(measurements.awaited(programme, request.user, today), today)
    content = error_files.template(list(figure_files.COLUMNS), [list(row) for row in rows])
    headers = {"Content-Disposition": f'attachment; filename="{programme.slug}-figures.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)

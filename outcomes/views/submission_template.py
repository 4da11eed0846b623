"""An example file with the columns of this contract, as CSV or as a workbook that offers their values."""

from django.http import Http404, HttpResponse
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from delivery.selectors import contract as contracts
from outcomes import permissions
from outcomes.models import Submission
from outcomes.selectors import columns, error_files, template_workbooks
from outcomes.views.submission_errors import WORKBOOK
from stages.selectors import programmes


def submission_template(request: SignedInRequest, slug: str, kind: str, extension: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "rows.view", programme)
    if kind not in Submission.Kind.values:
        raise Http404("No such kind of file")
    contract = contracts.of(programme)
    wanted = columns.of(contract, kind)
    headers = {"Content-Disposition": f'attachment; filename="{kind}.{extension}"'}
    if extension == "xlsx":
        content = template_workbooks.of(wanted, first_day=contract.first_day, last_day=localdate())
        return HttpResponse(content, content_type=WORKBOOK, headers=headers)
    content = error_files.template([column.name for column in wanted], [[column.example for column in wanted]])
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)

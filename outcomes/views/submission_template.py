"""An example file with the columns of this contract."""

from django.http import Http404, HttpResponse

from accounts.requests import SignedInRequest
from delivery.selectors import contract as contracts
from outcomes import permissions
from outcomes.models import Submission
from outcomes.selectors import columns, error_files
from stages.selectors import programmes


def submission_template(request: SignedInRequest, slug: str, kind: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "rows.view", programme)
    if kind not in Submission.Kind.values:
        raise Http404("No such kind of file")
    wanted = columns.of(contracts.of(programme), kind)
    content = error_files.template([column.name for column in wanted], [[column.example for column in wanted]])
    headers = {"Content-Disposition": f'attachment; filename="{kind}.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)

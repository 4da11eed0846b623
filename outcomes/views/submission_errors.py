"""The rejected rows of a file, as sent, with what is wrong with each: to correct and send again."""

import tempfile

from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.selectors import error_files, submissions
from stages.selectors import programmes

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def submission_errors(request: SignedInRequest, slug: str, submission_id: int, extension: str) -> HttpResponseBase:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "rows.view", programme)
    submission = submissions.find(request.user, programme, submission_id)
    name = f"submission-{submission.pk}-errors.{extension}"
    if extension == "xlsx":
        file = tempfile.TemporaryFile()  # noqa: SIM115 – the response closes it when it has been sent
        error_files.write_xlsx(submission, file)
        return FileResponse(file, as_attachment=True, filename=name, content_type=WORKBOOK)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(
        error_files.as_csv(submission), content_type="text/csv; charset=utf-8", headers=headers
    )

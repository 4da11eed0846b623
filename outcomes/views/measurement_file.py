"""Report many measured figures at once by a file."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from delivery.domain.tables import BadRow
from delivery.views.row_upload import attempt_rows
from outcomes import permissions
from outcomes.actions import measurement_files
from outcomes.domain import figure_files
from outcomes.forms.measurements import FileForm
from stages.selectors import programmes


def measurement_file(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "measurement.report", programme)
    form = FileForm(*((request.POST, request.FILES) if request.method == "POST" else (None, None)))
    bad: list[BadRow] = []
    if form.is_valid():
        given = {"programme": programme, "content": form.content(), "by": request.user, "at": now()}
        made, bad = attempt_rows(form, measurement_files.report, **given)
        if made:
            said = "1 figure is" if len(made) == 1 else f"{len(made):,} figures are"
            messages.success(request, f"{said} reported. None counts until somebody else confirms it.")
            return redirect("outcomes:measurement_batch", slug=programme.slug, pk=made[0].pk)
    context = {"programme": programme, "form": form, "bad_rows": bad, "columns": figure_files.COLUMNS}
    return render(request, "outcomes/measurement_file.html", context)

"""Stop the work on a file."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.actions import submissions as actions
from outcomes.selectors import submissions
from stages.selectors import programmes


@require_POST
def submission_cancel(request: SignedInRequest, slug: str, submission_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "rows.view", programme)
    submission = submissions.find(request.user, programme, submission_id)
    permissions.require_to_act_for(request.user, "submission.send", programme, submission.agent)
    try:
        actions.cancel(submission=submission, by=request.user, at=now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "The work on the file was stopped. Nothing was taken from it.")
    return redirect("outcomes:submission_detail", slug=programme.slug, submission_id=submission.pk)

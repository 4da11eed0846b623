"""Take the kept file once more: after a check only, or the good rows after all."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.actions import submissions as actions
from outcomes.models import Submission
from outcomes.selectors import submissions
from stages.selectors import programmes


@require_POST
def submission_take(request: SignedInRequest, slug: str, submission_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "rows.view", programme)
    submission = submissions.find(request.user, programme, submission_id)
    permissions.require_to_act_for(request.user, "submission.send", programme, submission.agent)
    given = request.POST.get("consent", "")
    consent = given if given in Submission.Consent.values else ""
    try:
        submission = actions.take_again(submission=submission, consent=consent, by=request.user, at=now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "The file is being taken. You may leave this page; work goes on.")
    return redirect("outcomes:submission_detail", slug=programme.slug, submission_id=submission.pk)

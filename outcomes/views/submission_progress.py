"""How far the work on a file has come, as the part of the page that is asked for every two seconds."""

from django.http import HttpResponse
from django.shortcuts import render
from django_htmx.http import HttpResponseClientRefresh

from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.selectors import submissions
from stages.selectors import programmes


def submission_progress(request: SignedInRequest, slug: str, submission_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "rows.view", programme)
    submission = submissions.find(request.user, programme, submission_id)
    if submission.is_finished:
        return HttpResponseClientRefresh()
    context = {"programme": programme, "submission": submission, "time_left": submissions.time_left(submission)}
    context["may_send"] = permissions.can_act_for(request.user, "submission.send", programme, submission.agent)
    return render(request, "outcomes/_progress.html", context)

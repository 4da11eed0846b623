"""What has become of a file: progress while it is worked on, then totals, causes and the rejected rows."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from delivery.selectors import contract as contracts
from outcomes import permissions
from outcomes.forms.submissions import RejectedSearchForm
from outcomes.selectors import arrangements, questions, rejected_rows, submissions
from stages.selectors import programmes


def submission_detail(request: SignedInRequest, slug: str, submission_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "rows.view", programme)
    submission = submissions.find(request.user, programme, submission_id)
    form = RejectedSearchForm(request.GET, causes=submission.causes)
    wanted = rejected_rows.wanted(form.right(), request.GET.get("before", ""))
    context = {
        "programme": programme,
        "submission": submission,
        **submissions.about(submission),
        "filter_form": form,
        "page": rejected_rows.page(submission, wanted),
        "columns_missing": arrangements.missing(submission, contracts.of(programme)),
        "asked": questions.causes(submission),
        "may_send": permissions.can_act_for(request.user, "submission.send", programme, submission.agent),
    }
    return render(request, "outcomes/submission_detail.html", context)

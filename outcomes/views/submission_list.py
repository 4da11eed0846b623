"""Files that agents have sent."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.forms.submissions import SubmissionSearchForm
from outcomes.selectors import submissions
from stages.selectors import programmes

PAGE = 20


def submission_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "rows.view", programme)
    form = SubmissionSearchForm(request.GET)
    given = form.right()
    page = Paginator(submissions.search(request.user, programme, **given), PAGE).get_page(request.GET.get("page"))
    context = {
        "programme": programme,
        "filter_form": form,
        "page": page,
        "narrowed": any(given.values()),
        "may_send": permissions.can(request.user, "submission.send", programme),
    }
    return render(request, "outcomes/submission_list.html", context)

"""Files that agents have sent."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.forms.submissions import PageForm, SubmissionSearchForm
from outcomes.selectors import submissions
from stages.selectors import programmes


def submission_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "rows.view", programme)
    form = SubmissionSearchForm(request.GET)
    wanted, number = form.wanted(), PageForm(request.GET).right().get("page") or 1
    page = submissions.page(request.user, programme, number, **wanted)
    context = {
        "programme": programme,
        "filter_form": form,
        "page": page,
        "narrowed": bool(wanted),
        "may_send": permissions.can(request.user, "submission.send", programme),
        "newer": page.number - 1,
        "older": page.number + 1 if page.has_more else 0,
    }
    return render(request, "outcomes/submission_list.html", context)

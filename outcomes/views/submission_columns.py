"""What the columns of a file mean that are not called as ours are: said once, remembered for the agent."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from delivery.selectors import contract as contracts
from outcomes import permissions
from outcomes.actions import arrangements as actions
from outcomes.forms.arrangements import ColumnsForm
from outcomes.selectors import arrangements, columns, submissions
from stages.selectors import programmes


def submission_columns(request: SignedInRequest, slug: str, submission_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "rows.view", programme)
    submission = submissions.find(request.user, programme, submission_id)
    permissions.require_to_act_for(request.user, "submission.send", programme, submission.agent)
    contract = contracts.of(programme)
    ours = columns.of(contract, submission.kind)
    headings = arrangements.headings(submission, contract)
    sent = request.POST if request.method == "POST" else None
    form = ColumnsForm(sent, headings=headings, ours=[column.name for column in ours])
    if form.is_valid():
        try:
            again = actions.remember(submission=submission, meanings=form.meanings, by=request.user, at=now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "What the columns mean is remembered for your next files too.")
            return redirect("outcomes:submission_detail", slug=programme.slug, submission_id=again.pk)
    context = {"programme": programme, "submission": submission, "form": form, "headings": headings, "ours": ours}
    return render(request, "outcomes/submission_columns.html", context)

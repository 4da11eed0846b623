"""Send a file of participants or outcomes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.models import Role
from accounts.requests import SignedInRequest
from delivery.selectors import contract as contracts
from outcomes import permissions
from outcomes.actions import submissions
from outcomes.forms.submissions import SubmissionForm
from outcomes.selectors import arrangements, columns
from stages.permissions import organisations
from stages.selectors import programmes


def submission_new(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "submission.send", programme)
    agents = organisations(request.user, programme, Role.AGENT)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    refusal = getattr(request, "upload_refusal", "")
    initial = {"consent": arrangements.choice_of(programme, agents)} | request.GET.dict()
    form = SubmissionForm(*sent, agents=agents, upload_refusal=refusal, initial=initial)
    if form.is_valid():
        try:
            submission = submissions.receive(programme=programme, by=request.user, at=now(), **form.what_was_sent())
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, f"{submission.filename} was received. You may leave this page; work goes on.")
            return redirect("outcomes:submission_detail", slug=programme.slug, submission_id=submission.pk)
    kinds = columns.by_kind(contracts.of(programme))
    context = {"programme": programme, "form": form, "kinds": kinds, "agents": agents}
    return render(request, "outcomes/submission_new.html", context)

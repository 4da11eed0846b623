"""Say who is with which key worker, by a file for many participants at once."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from delivery import permissions
from delivery.actions import assignments
from delivery.domain.tables import BadRow
from delivery.forms.key_workers import UploadForm
from delivery.selectors import access
from delivery.views.row_upload import attempt_rows, said
from stages.selectors import programmes


def assignment_upload(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "delivery.record", programme)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = UploadForm(*sent, agents=access.own_agents(request.user, programme))
    bad: list[BadRow] = []
    if form.is_valid():
        given = {"programme": programme, "agent": form.cleaned_data["agent"], "content": form.content()}
        counts, bad = attempt_rows(form, assignments.upload, **given, by=request.user, at=now())
        if counts:
            messages.success(request, said(counts, "assignment", "assignments"))
            return redirect("delivery:key_worker_list", slug=programme.slug)
    page_access = access.access(programme, request.user)
    context = {"programme": programme, "form": form, "bad_rows": bad, "access": page_access}
    return render(request, "delivery/assignment_upload.html", context)

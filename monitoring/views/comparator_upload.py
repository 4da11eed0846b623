"""Stage 1: take schemes elsewhere from a file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now

from accounts.forms.attempts import attempt_file
from accounts.requests import SignedInRequest
from monitoring.actions import comparators as comparators_action
from monitoring.actions.comparators import ComparatorsRefused
from monitoring.forms.comparators import ComparatorUploadForm
from stages import permissions
from stages.selectors import access, programmes


def comparator_upload(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "stage.record", programme)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ComparatorUploadForm(*sent, upload_refusal=getattr(request, "upload_refusal", ""))
    shown = {"programme": programme, "form": form, "access": access.access(programme, 1, request.user)}
    if form.is_valid():
        given = {"programme": programme, "by": request.user, "at": now(), **form.what_was_sent()}
        taken, refusal = attempt_file(form, comparators_action.take, **given)
        if taken:
            return render(request, "monitoring/comparator_taken.html", shown | {"taken": taken})
        shown["faults"] = refusal.faults if isinstance(refusal, ComparatorsRefused) else []
    return render(request, "monitoring/comparator_upload.html", shown)

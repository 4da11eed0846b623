"""Send an extract of a register."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from delivery.domain.tables import BadRow
from delivery.selectors import contract as contracts
from delivery.views.row_upload import attempt_rows
from outcomes import permissions
from outcomes.actions import registers
from outcomes.forms.registers import ExtractForm
from stages.selectors import programmes


def register_upload(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "register.upload", programme)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ExtractForm(*sent, upload_refusal=getattr(request, "upload_refusal", ""))
    bad: list[BadRow] = []
    if form.is_valid():
        given = {"programme": programme, "by": request.user, "at": now(), **form.what_was_sent()}
        extract, bad = attempt_rows(form, registers.upload, **given)
        if extract:
            said = f"{extract.matched:,} of its {extract.rows_count:,} rows match."
            messages.success(request, f"The extract is taken: {said}")
            return redirect("outcomes:register_detail", slug=programme.slug, extract_id=extract.pk)
    outcomes = contracts.of(programme).outcome_names
    context = {"programme": programme, "form": form, "bad_rows": bad, "outcomes": outcomes}
    return render(request, "outcomes/register_upload.html", context)

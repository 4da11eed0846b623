"""Attach files of evidence to a claim."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from outcomes import permissions, uploads
from outcomes.actions import evidence, evidence_store
from outcomes.forms.evidence import AttachForm
from outcomes.selectors import claims
from outcomes.views.refusals import beside_fields
from stages.selectors import programmes


@uploads.at_most("MAX_EVIDENCE_BYTES", evidence_store.too_large)
def evidence_attach(request: SignedInRequest, slug: str, claim_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "rows.view", programme)
    claim = claims.find(request.user, programme, claim_id)
    permissions.require_to_act_for(request.user, "evidence.attach", programme, claim.agent)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = AttachForm(*sent, upload_refusal=getattr(request, "upload_refusal", ""))
    if form.is_valid():
        try:
            made = evidence.attach(claim=claim, files=form.cleaned_data["attached"], by=request.user, at=now())
        except Refused as refused:
            beside_fields(form, refused)
        else:
            messages.success(request, f"{len(made)} files are attached." if len(made) > 1 else "The file is attached.")
            return redirect("outcomes:claim_detail", slug=programme.slug, claim_id=claim.pk)
    return render(request, "outcomes/evidence_attach.html", {"programme": programme, "claim": claim, "form": form})

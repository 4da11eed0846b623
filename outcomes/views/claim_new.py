"""Claim one outcome by a form; it goes through the same checks as a file."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.models import Role
from accounts.requests import SignedInRequest
from delivery.selectors import contract as contracts
from outcomes import permissions, uploads
from outcomes.actions import evidence_store, single_claims
from outcomes.forms.claims import ClaimForm
from outcomes.views.refusals import beside_fields
from stages.permissions import organisations
from stages.selectors import programmes


@uploads.at_most("MAX_EVIDENCE_BYTES", evidence_store.too_large)
def claim_new(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "submission.send", programme)
    agents = organisations(request.user, programme, Role.AGENT)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    contract, refusal = contracts.of(programme), getattr(request, "upload_refusal", "")
    form = ClaimForm(*sent, agents=agents, contract=contract, upload_refusal=refusal, initial=request.GET.dict())
    if form.is_valid():
        try:
            claim = single_claims.send(programme=programme, by=request.user, at=now(), **form.what_was_sent())
        except Refused as refused:
            beside_fields(form, refused)
        else:
            messages.success(request, "The outcome was claimed.")
            return redirect("outcomes:claim_detail", slug=programme.slug, claim_id=claim.pk)
    return render(request, "outcomes/claim_new.html", {"programme": programme, "form": form})

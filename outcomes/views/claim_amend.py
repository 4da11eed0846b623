"""Amend a claim: it is withdrawn, and another takes its place."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from delivery.selectors import contract as contracts
from outcomes import permissions, uploads
from outcomes.actions import evidence_store, single_claims
from outcomes.forms.claims import AmendmentForm
from outcomes.selectors import claims
from outcomes.views.refusals import beside_fields
from stages.selectors import programmes


@uploads.at_most("MAX_EVIDENCE_BYTES", evidence_store.too_large)
def claim_amend(request: SignedInRequest, slug: str, claim_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "rows.view", programme)
    claim = claims.find(request.user, programme, claim_id)
    permissions.require_to_act_for(request.user, "claim.withdraw", programme, claim.agent)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    contract, refusal = contracts.of(programme), getattr(request, "upload_refusal", "")
    form = AmendmentForm(*sent, contract=contract, upload_refusal=refusal, initial=claims.as_it_stands(claim))
    if form.is_valid():
        try:
            new = single_claims.amend(claim=claim, by=request.user, at=now(), **form.what_is_amended())
        except Refused as refused:
            beside_fields(form, refused)
        else:
            messages.success(request, "The claim was amended. This one takes its place.")
            return redirect("outcomes:claim_detail", slug=programme.slug, claim_id=new.pk)
    return render(request, "outcomes/claim_amend.html", {"programme": programme, "claim": claim, "form": form})

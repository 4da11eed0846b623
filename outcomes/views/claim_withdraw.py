"""Withdraw a claim, with the reason."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.actions import claims as actions
from outcomes.forms.claims import WithdrawalForm
from outcomes.selectors import claims
from stages.selectors import programmes


def claim_withdraw(request: SignedInRequest, slug: str, claim_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "rows.view", programme)
    claim = claims.find(request.user, programme, claim_id)
    permissions.require_to_act_for(request.user, "claim.withdraw", programme, claim.agent)
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.withdraw(claim=claim, reason=form.cleaned_data["reason"], by=request.user, at=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The claim was withdrawn.")
            return redirect("outcomes:claim_detail", slug=programme.slug, claim_id=claim.pk)
    return render(request, "outcomes/claim_withdraw.html", {"programme": programme, "claim": claim, "form": form})

"""What a claim is paid, and why."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from outcomes import permissions as row_permissions
from payments.selectors import explanations
from stages.selectors import programmes


def claim_explanation(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    row_permissions.require(request.user, "rows.view", programme)
    claim = explanations.claim_for(request.user, programme, pk)
    context = {"programme": programme, "found": explanations.of_claim(claim, localdate())}
    return render(request, "payments/claim_explanation.html", context)

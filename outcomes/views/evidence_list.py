"""The files of a claim, as the part of a page that is asked for again while the virus scanner is at work."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.selectors import claims, evidence
from stages.selectors import programmes


def evidence_list(request: SignedInRequest, slug: str, claim_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "rows.view", programme)
    claim = claims.find(request.user, programme, claim_id)
    context = {"programme": programme, "claim": claim, "evidence": evidence.listing(claim, request.user)}
    return render(request, "outcomes/_evidence_files.html", context)

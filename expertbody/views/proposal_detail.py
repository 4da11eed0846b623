"""One proposal to the Expert Body, and the decision on it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from expertbody.selectors import decisions, proposals, seats
from stages.selectors import programmes


def proposal_detail(request: SignedInRequest, slug: str, proposal_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    proposal, decision = proposals.page_of(programme, proposal_id)
    context = {
        "programme": programme,
        "proposal": proposal,
        "shown": decisions.shown(decision) if decision else None,
        "may_decide": seats.held_by(request.user, programme, localdate()) is not None,
    }
    return render(request, "expertbody/proposal_detail.html", context)

"""One decision of the Expert Body."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from expertbody.selectors import decisions
from stages import permissions
from stages.selectors import programmes


def decision_detail(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    decision = decisions.numbered(programme, number)
    if decision is None:
        raise Http404("No such decision")
    may_act = permissions.can(request.user, "finding.act", programme)
    context = {
        "programme": programme,
        "shown": decisions.in_full(decision),
        "decision": decision,
        "action_url": decisions.action_address(decision) if may_act else "",
    }
    return render(request, "expertbody/decision_detail.html", context)

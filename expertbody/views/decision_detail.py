"""One decision of the Expert Body."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from expertbody import permissions as body_permissions
from expertbody.selectors import body_actions, decisions, seats
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
        "actions": body_actions.rows(body_actions.of_decision(decision), request.user, programme, localdate()),
        "may_agree": body_permissions.can(request.user, "action.agree", programme),
        "may_decide": seats.held_by(request.user, programme, localdate()) is not None,
        "action_url": decisions.action_address(decision) if may_act else "",
    }
    return render(request, "expertbody/decision_detail.html", context)

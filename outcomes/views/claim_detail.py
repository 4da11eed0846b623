"""One claim: what was claimed, on what evidence, what has happened to it and what decides whether it is paid."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.models import ClaimState
from outcomes.selectors import claims, evidence
from stages.selectors import programmes


def claim_detail(request: SignedInRequest, slug: str, claim_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "rows.view", programme)
    claim = claims.find(request.user, programme, claim_id)
    states = claims.states(claim)
    last = states[-1].state if states else ClaimState.State.ACCEPTED.value
    period = claims.period(claim)
    may_act = permissions.can_act_for(request.user, "claim.withdraw", programme, claim.agent)
    context = {
        "programme": programme,
        "claim": claim,
        **claims.about(claim),
        "events": claims.ladder(claim, states),
        "state": last,
        "period": period,
        "standing": claims.standing(claim, last, period),
        "evidence": evidence.listing(claim, request.user),
        "may_answer": permissions.can_act_for(request.user, "question.answer", programme, claim.agent),
        "may_withdraw": may_act and last != ClaimState.State.WITHDRAWN,
    }
    return render(request, "outcomes/claim_detail.html", context)

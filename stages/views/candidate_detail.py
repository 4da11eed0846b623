"""Stages 2 and 3: everything that is known of one candidate, and what the rules make of it."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from stages import permissions
from stages.selectors import access, diligence, programmes, selection, stage_facts


def candidate_detail(request: SignedInRequest, slug: str, stage: int, candidate_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    candidate = selection.candidate(programme, stage, candidate_id)
    permissions.require(request.user, "selection.view", programme)
    context = {
        "programme": programme,
        "candidate": candidate,
        "page": diligence.page(candidate),
        "decision": stage_facts.latest_decision(programme, stage),
        "access": access.access(programme, stage, request.user),
        "may_write": permissions.can(request.user, "stage.record", programme),
    }
    return render(request, "stages/candidate_detail.html", context)

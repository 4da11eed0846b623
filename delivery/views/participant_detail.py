"""One participant: the start, the segment frozen then, and the attributes that decided it."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from delivery import permissions
from delivery.selectors import activity, key_workers, participants
from stages.selectors import programmes


def participant_detail(request: SignedInRequest, slug: str, participant_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "rows.view", programme)
    participant = participants.find(request.user, programme, participant_id)
    context = {
        "programme": programme,
        "participant": participant,
        "assignments": key_workers.history(participant),
        "activities": activity.latest(request.user, participant),
        "sees_log": permissions.can(request.user, "activity.view", programme),
    }
    return render(request, "delivery/participant_detail.html", context)

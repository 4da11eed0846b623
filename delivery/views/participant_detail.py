"""One participant: the start as it was frozen, what was claimed and paid since, and what happened."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from delivery import permissions
from delivery.selectors import activity, key_workers, participant_events, participants
from stages.selectors import panels, programmes


def participant_detail(request: SignedInRequest, slug: str, participant_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "rows.view", programme)
    participant = participants.find(request.user, programme, participant_id)
    names = participants.segment_names(participant)
    context = {
        "programme": programme,
        "participant": participant,
        "standing": participant_events.standing(participant, names),
        "panels": panels.of_page("participant", participant, request.user),
        "history": participant_events.history(participant, names),
        "assignments": key_workers.history(participant),
        "activities": activity.latest(request.user, participant),
        "sees_log": permissions.can(request.user, "activity.view", programme),
    }
    return render(request, "delivery/participant_detail.html", context)

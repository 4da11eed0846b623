"""What the start of a participant is paid, and why."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from outcomes import permissions as row_permissions
from payments.selectors import explanations
from stages.selectors import programmes


def start_explanation(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    row_permissions.require(request.user, "rows.view", programme)
    participant = explanations.participant_for(request.user, programme, pk)
    context = {"programme": programme, "found": explanations.of_start(participant)}
    return render(request, "payments/start_explanation.html", context)

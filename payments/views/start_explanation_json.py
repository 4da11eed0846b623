"""The explanation of a start for other programs: what its page says, as JSON."""

from django.http import HttpResponse, JsonResponse

from accounts.requests import SignedInRequest
from outcomes import permissions as row_permissions
from payments.selectors import explanations
from stages.selectors import programmes


def start_explanation_json(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    row_permissions.require(request.user, "rows.view", programme)
    participant = explanations.participant_for(request.user, programme, pk)
    return JsonResponse(explanations.as_document(explanations.of_start(participant)))

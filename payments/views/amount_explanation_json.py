"""The explanation of an amount of an agent for other programs: what its page says, as JSON."""

from django.http import HttpResponse, JsonResponse

from accounts.requests import SignedInRequest
from outcomes import permissions as row_permissions
from payments.selectors import agent_amounts
from stages.selectors import programmes


def amount_explanation_json(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    row_permissions.require(request.user, "rows.view", programme)
    entry = agent_amounts.entry_for(request.user, programme, pk)
    return JsonResponse(agent_amounts.as_document(agent_amounts.of_entry(entry)))

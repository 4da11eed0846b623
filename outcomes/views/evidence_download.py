"""Open a file of evidence. It is always saved, never shown inside the product, and who opened it is on record."""

from django.contrib import messages
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_GET

from accounts.errors import Forbidden, Refused
from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.actions import evidence as actions
from outcomes.selectors import evidence
from stages.selectors import programmes


@require_GET
def evidence_download(request: SignedInRequest, slug: str, claim_id: int, pk: int) -> HttpResponseBase:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "rows.view", programme)
    attachment = evidence.find(request.user, programme, claim_id, pk)
    try:
        place = actions.hand_out(attachment=attachment, by=request.user, at=now())
    except Forbidden:
        raise
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("outcomes:claim_detail", slug=programme.slug, claim_id=claim_id)
    name, content_type = evidence.handed_out_as(attachment)
    file = place.open("rb")
    headers = {"X-Content-Type-Options": "nosniff"}
    return FileResponse(file, as_attachment=True, filename=name, content_type=content_type, headers=headers)

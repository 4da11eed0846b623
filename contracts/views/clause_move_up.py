"""Put an entry of a draft before the one above it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from contracts.actions import clauses
from contracts.forms.sections_table import SECTIONS
from contracts.models import ContractVersion
from contracts.views import editing


@require_POST
@editing.of_draft
def clause_move_up(request: SignedInRequest, version: ContractVersion, section: str, key: str) -> HttpResponse:
    if section not in SECTIONS:
        raise Http404("No such section")
    try:
        clauses.move_up(version=version, section=section, key=key, by=request.user, at=now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return editing.back_to(version, SECTIONS[section].anchor)

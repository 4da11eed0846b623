"""Stage 1: they are a stakeholder again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from accounts.errors import Forbidden, Refused
from accounts.requests import SignedInRequest
from stages.actions import leaving
from stages.selectors import programmes, registers


@require_POST
def stakeholder_bring_back(request: SignedInRequest, slug: str, stakeholder_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    row = registers.stakeholder(programme, stakeholder_id)
    try:
        leaving.bring_back(stakeholder=row.stakeholder, by=request.user, at=now())
    except Forbidden:
        raise
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"{row.stakeholder} is a stakeholder again.")
    return redirect("stages:stakeholder_detail", slug=programme.slug, stakeholder_id=stakeholder_id)

"""Publish the programme as it stands now."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from accounts.errors import Forbidden, Refused
from accounts.requests import SignedInRequest
from monitoring.actions import publications
from stages.selectors import programmes


@require_POST
def publication_publish(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    try:
        publications.publish(programme=programme, by=request.user, at=now())
    except Forbidden:
        raise
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "The programme is published. Everybody can read its public page.")
    return redirect("monitoring:data_list", slug)

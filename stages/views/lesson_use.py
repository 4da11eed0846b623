"""Stage 1: cite an entry of the library in the practice log, with one press of a button."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from accounts.errors import Forbidden, Refused
from accounts.requests import SignedInRequest
from knowledge.selectors import entries
from stages.actions import lessons
from stages.selectors import programmes


@require_POST
def lesson_use(request: SignedInRequest, slug: str, entry_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    try:
        lessons.use(programme=programme, entry=entries.entry_of(entry_id), by=request.user, at=now())
    except Forbidden:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"It is in the practice log of {programme}, with its source.")
    return redirect("stages:practice_list", slug=programme.slug)

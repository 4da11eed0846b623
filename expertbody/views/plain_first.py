"""Show the person plain words first, or the papers themselves."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from expertbody.actions import reading
from stages.selectors import programmes


@require_POST
def plain_first(request: SignedInRequest, slug: str) -> HttpResponse:
    programmes.programme_for(request.user, slug)
    first = request.POST.get("first") == "yes"
    reading.show_plain_words_first(first=first, by=request.user, at=now())
    messages.success(request, "Plain words are shown first." if first else "The papers themselves are shown first.")
    return redirect("dashboards:your_work")

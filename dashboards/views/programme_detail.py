"""One programme: the seven-stage tracker, its figures, findings and history."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from dashboards.selectors import programme_detail as detail
from dashboards.selectors import viewer
from stages.selectors import programmes


def programme_detail(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    looking = viewer.look(request.user, localdate(), within=programme.pk)
    return render(
        request, "dashboards/programme_detail.html", {"programme": programme, "page": detail.page(looking, programme)}
    )

"""What is looked for, by which rule, and what the last look said of each agent."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from monitoring import permissions
from monitoring.selectors import gaming_pages
from stages.selectors import programmes


def gaming_indicators(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "gaming.view", programme)
    context = {"programme": programme, "page": gaming_pages.looked_for(programme, request.user, localdate())}
    return render(request, "monitoring/gaming_indicators.html", context)

"""The advice that the answers lead to, with its reasons."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from knowledge.selectors import suitability, suitability_pages
from knowledge.views.visitors import visitor


@login_not_required
@never_cache
def suitability_result(request: HttpRequest, key: str) -> HttpResponse:
    found = suitability.by_key(key, visitor(request))
    context = suitability_pages.result(found, suitability_pages.addresses(key))
    link = request.build_absolute_uri() if found.token_hash else ""
    return render(request, "knowledge/suitability_result.html", {**context, "link": link})

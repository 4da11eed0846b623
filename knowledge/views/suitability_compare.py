"""Two people's answers side by side."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from knowledge.forms.suitability import CompareForm
from knowledge.selectors import suitability, suitability_pages
from knowledge.views.visitors import visitor


@login_not_required
@never_cache
def suitability_compare(request: HttpRequest, key: str) -> HttpResponse:
    found = suitability.by_key(key, visitor(request))
    form = CompareForm(request.POST or None)
    context = {"assessment": found, "form": form, "addresses": suitability_pages.addresses(key)}
    if request.method == "POST" and form.is_valid():
        try:
            other = suitability.by_key(form.key(), visitor(request))
            context |= suitability_pages.comparison(found, other)
        except Http404:
            form.add_error("link", "There are no answers behind this link. Ask for it once more, and paste it whole")
    return render(request, "knowledge/suitability_compare.html", context)

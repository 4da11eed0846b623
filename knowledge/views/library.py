"""The library: words of the field, principles of design, and real schemes to start from."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from knowledge.forms.search import SearchForm
from knowledge.selectors import library as shelves
from knowledge.selectors import templates


def library(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    text = form.right().get("q", "")
    context = {
        "filter_form": form,
        "text": text,
        "templates": templates.search(text),
        "principles": shelves.search_principles(text),
        "terms": shelves.search_terms(text) if text else [],
        "term_count": len(shelves.terms()),
    }
    return render(request, "knowledge/library.html", context)

"""Every word of the field, with its meaning."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from knowledge.forms.search import WordSearchForm
from knowledge.selectors import library


def glossary(request: HttpRequest) -> HttpResponse:
    form = WordSearchForm(request.GET)
    text = form.right().get("q", "")
    letters = library.by_letter(library.search_terms(text))
    return render(request, "knowledge/glossary.html", {"filter_form": form, "text": text, "letters": letters})

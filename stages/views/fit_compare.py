"""Stage 1: two members' answers side by side."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from knowledge.selectors import suitability, suitability_pages
from stages.forms.fits import FitCompareForm
from stages.selectors import access, fits, programmes


def fit_compare(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    people = fits.named(programme)
    asked = request.GET if {"first", "second"} <= request.GET.keys() else None
    form = FitCompareForm(asked, people=people, initial=request.GET.dict())
    context = {
        "programme": programme,
        "form": form,
        "enough": len(people) > 1,
        "access": access.access(programme, 1, request.user),
    }
    if form.is_valid():
        chosen = [suitability.in_programme(slug, int(form.cleaned_data[name])) for name in ("first", "second")]
        context |= suitability_pages.comparison(*chosen)
    return render(request, "stages/fit_compare.html", context)

"""Stage 1: should this be Payment by Results? Everybody's answers, and the way to give one's own."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from stages import permissions
from stages.actions import fits as fits_action
from stages.forms.fits import FitBeginForm
from stages.selectors import access, fits, programmes


def fit(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    form = FitBeginForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        permissions.require(request.user, "fit.assess", programme)
    if request.method == "POST" and form.is_valid():
        try:
            begun = fits_action.begin(programme=programme, by=request.user, at=now(), **form.cleaned_data)
            return redirect("stages:fit_question", slug=slug, assessment_id=begun.pk, number=1)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "programme": programme,
        "form": form,
        "access": access.access(programme, 1, request.user, "fit.assess"),
        "fits": fits.of_programme(programme, request.user),
    }
    return render(request, "stages/fit.html", context)

"""Stage 1: one page of questions on whether Payment by Results fits the programme."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.forms.attempts import attempt
from accounts.requests import SignedInRequest
from knowledge.forms.suitability import QuestionForm, initial
from knowledge.selectors import suitability, suitability_pages
from stages.actions import fits as fits_action
from stages.selectors import fits, programmes


def fit_question(request: SignedInRequest, slug: str, assessment_id: int, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    found = suitability.own_in_programme(slug, assessment_id, request.user)
    page, at = suitability.page(number), fits.addresses(programme, assessment_id)
    sent = request.POST if request.method == "POST" else None
    begun = initial(page, found.answers)
    form = QuestionForm(sent, initial=begun, tool=suitability.tool(), page=page, side=found.side)
    if request.method == "POST" and form.is_valid():
        said = {"assessment": found, "number": number, "given": form.given()}
        if attempt(form, fits_action.answer, programme=programme, by=request.user, at=now(), **said):
            return redirect(suitability_pages.after(suitability.in_programme(slug, assessment_id), number, at))
    context = {"programme": programme, "form": form, **suitability_pages.question(found, number, at)}
    return render(request, "knowledge/suitability_question.html", context)

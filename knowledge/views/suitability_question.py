"""One page of the suitability tool: a few questions, what is known, and the tension between them."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache

from accounts.forms.attempts import attempt
from knowledge.actions import suitability as suitability_action
from knowledge.forms.suitability import QuestionForm, initial
from knowledge.selectors import suitability, suitability_pages
from knowledge.views.visitors import address, visitor


@login_not_required
@never_cache
def suitability_question(request: HttpRequest, key: str, number: int) -> HttpResponse:
    found = suitability.by_key(key, visitor(request))
    page, at = suitability.page(number), suitability_pages.addresses(key)
    sent = request.POST if request.method == "POST" else None
    begun = initial(page, found.answers)
    form = QuestionForm(sent, initial=begun, tool=suitability.tool(), page=page, side=found.side)
    if request.method == "POST" and form.is_valid():
        who = {"by": visitor(request), "at": now(), "address": address(request)}
        if attempt(form, suitability_action.answer, assessment=found, number=number, given=form.given(), **who):
            return redirect(suitability_pages.after(suitability.by_key(key, visitor(request)), number, at))
    context = {"form": form, **suitability_pages.question(found, number, at)}
    return render(request, "knowledge/suitability_question.html", context)

"""Should this be Payment by Results? What the tool is, one's own answers, and the way in. Open to everybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Refused
from knowledge.actions import suitability as suitability_action
from knowledge.forms.suitability import BeginForm
from knowledge.selectors import suitability as suitability_selector
from knowledge.views.visitors import address, visitor


@login_not_required
def suitability(request: HttpRequest) -> HttpResponse:
    form = BeginForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = {"by": visitor(request), "at": now(), "address": address(request), **form.cleaned_data}
        try:
            _begun, key = suitability_action.begin(**given)
            return redirect("knowledge:suitability_question", key=key, number=1)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "form": form,
        "own": suitability_selector.of_person(visitor(request)),
        "pages": suitability_selector.tool().pages,
    }
    return render(request, "knowledge/suitability.html", context)

"""Stage 1: take a scheme elsewhere off the list."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from monitoring.actions import comparators as comparators_action
from monitoring.forms.comparators import ComparatorRemoveForm
from monitoring.selectors import comparators
from stages import permissions
from stages.forms.attempts import attempt
from stages.selectors import access, programmes


def comparator_remove(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "stage.record", programme)
    comparator = comparators.find(programme, number)
    form = ComparatorRemoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"comparator": comparator, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, comparators_action.remove, **given):
            messages.success(request, "The comparator is off the list. It stays in the history.")
            return redirect("monitoring:comparator_list", programme.slug)
    version, reached = comparators.version(comparator, ""), access.access(programme, 1, request.user)
    shown = {"programme": programme, "comparator": comparator, "version": version, "form": form, "access": reached}
    return render(request, "monitoring/comparator_remove.html", shown)

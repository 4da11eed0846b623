"""An agreement test: its cases, who decides them, and what came of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from contracts import permissions
from contracts.actions import agreement_tests as actions
from contracts.forms.agreement_tests import OpenForm
from contracts.selectors import agreement_tests
from stages.forms.attempts import attempt
from stages.selectors import programmes


def agreement_test_detail(request: SignedInRequest, slug: str, test: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    found = agreement_tests.test_for(programme, test)
    form = OpenForm(request.POST or None)
    if request.method == "POST":
        permissions.require(request.user, "agreement_test.write", programme)
        if form.is_valid() and attempt(
            form, actions.open_for_answers, test=found, by=request.user, at=now(), **form.cleaned_data
        ):
            messages.success(request, "The test is open. The people who decide it can begin.")
            return redirect("contracts:agreement_test_detail", slug=slug, test=test)
    shown = {"programme": programme, "page": agreement_tests.page(found, request.user), "form": form}
    return render(request, "contracts/agreement_test_detail.html", shown)

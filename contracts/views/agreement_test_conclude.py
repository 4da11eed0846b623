"""Write what is to be changed after an agreement test."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from contracts import permissions
from contracts.actions import agreement_tests as actions
from contracts.forms.agreement_tests import ConclusionForm
from contracts.selectors import agreement_tests
from stages.forms.attempts import attempt
from stages.selectors import programmes


def agreement_test_conclude(request: SignedInRequest, slug: str, test: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "agreement_test.write", programme)
    found = agreement_tests.test_for(programme, test)
    form = ConclusionForm(request.POST or None, initial={"conclusion": found.conclusion})
    sent = request.method == "POST" and form.is_valid()
    if sent and attempt(form, actions.conclude, test=found, by=request.user, at=now(), **form.cleaned_data):
        messages.success(request, "What is to be changed is kept with the test.")
        return redirect("contracts:agreement_test_detail", slug=slug, test=test)
    shown = {"programme": programme, "test": found, "form": form}
    return render(request, "contracts/agreement_test_conclude.html", shown)

"""Decide the cases of an agreement test, one by one; whoever leaves goes on later where they stopped."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from contracts import permissions
from contracts.actions import agreement_tests as actions
from contracts.forms.agreement_tests import AnswerForm
from contracts.selectors import agreement_tests
from stages.forms.attempts import attempt
from stages.selectors import programmes


def agreement_test_answer(request: SignedInRequest, slug: str, test: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "agreement_test.answer", programme)
    found = agreement_tests.test_for(programme, test)
    waiting = agreement_tests.next_case(found, request.user)
    if waiting is None:
        return redirect("contracts:agreement_test_detail", slug=slug, test=test)
    form = AnswerForm(request.POST or None)
    sent = request.method == "POST" and form.is_valid()
    if sent and attempt(form, actions.answer, test=found, by=request.user, at=now(), **form.cleaned_data):
        messages.success(request, f"Your answer to case {form.cleaned_data['number']} is kept.")
        return redirect("contracts:agreement_test_answer", slug=slug, test=test)
    shown = {"programme": programme, "test": found, "next": waiting, "form": form}
    return render(request, "contracts/agreement_test_answer.html", shown)

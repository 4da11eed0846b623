"""Write many cases of an agreement test at once."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Forbidden, Refused
from accounts.requests import SignedInRequest
from contracts import permissions
from contracts.actions import agreement_tests as actions
from contracts.forms.agreement_tests import CasesForm
from contracts.selectors import agreement_tests
from stages.selectors import programmes


def agreement_test_cases(request: SignedInRequest, slug: str, test: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "agreement_test.write", programme)
    found, form = agreement_tests.test_for(programme, test), CasesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            number = actions.add_cases(test=found, by=request.user, at=now(), **form.cleaned_data)
        except Forbidden:
            raise
        except Refused as refusal:
            form.show(getattr(refusal, "lines", [str(refusal)]))
        else:
            messages.success(request, f"{number} case{'' if number == 1 else 's'} added.")
            return redirect("contracts:agreement_test_detail", slug=slug, test=test)
    shown = {"programme": programme, "test": found, "form": form}
    return render(request, "contracts/agreement_test_cases.html", shown)

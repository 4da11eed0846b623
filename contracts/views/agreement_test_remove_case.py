"""Take a case out of an agreement test that is being written."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from accounts.errors import Forbidden, Refused
from accounts.requests import SignedInRequest
from contracts.actions import agreement_tests as actions
from contracts.selectors import agreement_tests
from stages.selectors import programmes


@require_POST
def agreement_test_remove_case(request: SignedInRequest, slug: str, test: int, case: int) -> HttpResponse:
    found = agreement_tests.test_for(programmes.programme_for(request.user, slug), test)
    try:
        actions.remove_case(test=found, number=case, by=request.user, at=now())
    except Forbidden:
        raise
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"Case {case} is removed.")
    return redirect("contracts:agreement_test_detail", slug=slug, test=test)

"""Begin an agreement test of an outcome's definition."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from accounts.errors import Forbidden, Refused
from accounts.requests import SignedInRequest
from contracts.actions import agreement_tests
from stages.selectors import programmes


@require_POST
def agreement_test_begin(request: SignedInRequest, slug: str, code: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    try:
        test = agreement_tests.begin(programme=programme, outcome=code, by=request.user, at=now())
    except Forbidden:
        raise
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("contracts:agreement_test_list", slug=programme.slug)
    messages.success(request, f"Test {test.number} is begun. Write its cases.")
    return redirect("contracts:agreement_test_detail", slug=programme.slug, test=test.number)

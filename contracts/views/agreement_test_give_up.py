"""Free the place of somebody who will not finish an agreement test."""

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
def agreement_test_give_up(request: SignedInRequest, slug: str, test: int, sitting: int) -> HttpResponse:
    found = agreement_tests.test_for(programmes.programme_for(request.user, slug), test)
    person = agreement_tests.person_of(found, sitting)
    try:
        actions.give_up(test=found, person=person, by=request.user, at=now())
    except Forbidden:
        raise
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"The place of {person} is free for somebody else.")
    return redirect("contracts:agreement_test_detail", slug=slug, test=test)

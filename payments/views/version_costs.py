"""Two versions of the contract side by side: what the last periods would have cost under each."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from contracts.views import editing
from payments.actions import trials
from payments.selectors import version_costs as selectors
from payments.selectors import version_trials


def version_costs(request: SignedInRequest, slug: str, number: int, other: int) -> HttpResponse:
    later = editing.version_for(request.user, slug, max(number, other))
    earlier = editing.version_for(request.user, slug, min(number, other))
    found = version_trials.trial(earlier, later, localdate(), request.user)
    costs = trials.costs(found, viewer=request.user)
    page = selectors.page(found, costs, request.user) if costs is not None else None
    shown = {"programme": later.programme, "earlier": earlier, "later": later, "page": page}
    return render(request, "payments/version_costs.html", shown)

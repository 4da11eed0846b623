"""Stage 4: begin the contract with outcomes of a scheme elsewhere."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from contracts import permissions as contract_permissions
from monitoring import permissions
from monitoring.actions import comparator_drafts
from monitoring.forms.comparators import TakeOverForm
from monitoring.selectors import comparator_offers, comparators
from stages.forms.attempts import attempt
from stages.selectors import access, programmes


def comparator_draft(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "comparator.view", programme)
    contract_permissions.require(request.user, "contract.draft", programme)
    comparator = comparators.find(programme, number)
    version = comparators.version(comparator, "")
    offers = comparator_offers.offers(comparators.read(version.document))
    sent = request.POST if request.method == "POST" else None
    form = TakeOverForm(sent, choices=comparator_offers.choices(offers))
    if form.is_valid():
        given = {"comparator": comparator, "by": request.user, "at": now(), **form.cleaned_data}
        if attempt(form, comparator_drafts.take_over, **given):
            messages.success(request, "The outcomes are in the draft, each marked as still to be judged.")
            return redirect("contracts:contract", programme.slug)
    reached = access.access(programme, comparator_offers.STAGE, request.user)
    shown = {"programme": programme, "version": version, "offers": offers, "form": form, "access": reached}
    return render(request, "monitoring/comparator_draft.html", shown)

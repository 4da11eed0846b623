"""Make the periods of a draft between two days."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from contracts.actions import clauses
from contracts.forms.versions import PeriodsForm
from contracts.models import ContractVersion
from contracts.selectors import terms
from contracts.views import editing


@editing.of_draft
def periods_generate(request: SignedInRequest, version: ContractVersion) -> HttpResponse:
    form = PeriodsForm(request.POST or None, terms=terms.draft(version)[0])
    if request.method == "POST" and form.is_valid():
        try:
            clauses.replace_periods(version=version, periods=form.periods(), by=request.user, at=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The periods are made.")
            return editing.back_to(version, "periods")
    shown = {"programme": version.programme, "version": version, "form": form}
    return render(request, "contracts/periods_generate.html", shown)

"""Take an entry out of a draft, after asking."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from contracts.actions import clauses
from contracts.forms.sections_table import SECTIONS
from contracts.models import ContractVersion
from contracts.views import editing


@editing.of_draft
def clause_remove(request: SignedInRequest, version: ContractVersion, section: str, key: str) -> HttpResponse:
    if section not in SECTIONS:
        raise Http404("No such section")
    known = SECTIONS[section]
    entry, _ = editing.entry_of(version, section, key)
    refused = ""
    if request.method == "POST":
        try:
            clauses.remove(version=version, section=section, key=key, by=request.user, at=now())
        except Refused as refusal:
            refused = str(refusal)
        else:
            messages.success(request, f"The {known.one} is removed.")
            return editing.back_to(version, known.anchor)
    shown = {"programme": version.programme, "version": version, "section": known, "key": key, "entry": entry}
    return render(request, "contracts/clause_remove.html", {**shown, "refused": refused.splitlines()})

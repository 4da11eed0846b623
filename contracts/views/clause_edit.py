"""Add or change a party, period, segment, outcome, cap or target of a draft."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from contracts.actions import clauses
from contracts.actions.refusals import BadTerms
from contracts.forms.sections_table import SECTIONS
from contracts.models import ContractVersion
from contracts.selectors import terms
from contracts.views import editing


@editing.of_draft
def clause_edit(
    request: SignedInRequest, version: ContractVersion, section: str, key: str | None = None
) -> HttpResponse:
    known = SECTIONS.get(section)
    if known is None or known.form is None:
        raise Http404("No such section")
    entry, prefix = editing.entry_of(version, section, key)
    form = known.form(request.POST or None, programme=version.programme, terms=terms.draft(version)[0], entry=entry)
    if request.method == "POST" and form.is_valid():
        try:
            clauses.put(version=version, section=section, item=form.item(), key=key, by=request.user, at=now())
        except BadTerms as refusal:
            form.show(refusal.problems, prefix)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"The {known.one} is saved.")
            return editing.back_to(version, known.anchor)
    shown = {"programme": version.programme, "version": version, "section": known, "key": key, "form": form}
    return render(request, "contracts/clause_edit.html", shown)

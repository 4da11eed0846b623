"""Add or change a payment rule of a draft, with its amounts by segment and start year."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from contracts.actions import clauses
from contracts.actions.refusals import BadTerms
from contracts.domain.rules import KINDS
from contracts.forms.rules import FORMS
from contracts.models import ContractVersion
from contracts.selectors import terms
from contracts.views import editing

REDRAW = "tables"


@editing.of_draft
def rule_edit(
    request: SignedInRequest, version: ContractVersion, kind: str = "", key: str | None = None
) -> HttpResponse:
    entry, prefix = editing.entry_of(version, "rules", key)
    kind = entry["kind"] if entry else kind
    if kind not in FORMS:
        raise Http404("No such kind of rule")
    redraw = request.POST.get("do") == REDRAW
    found = terms.draft(version)[0]
    form = FORMS[kind](request.POST or None, redraw=redraw, programme=version.programme, terms=found, entry=entry)
    if request.method == "POST" and not redraw and form.is_valid():
        try:
            clauses.put(version=version, section="rules", item=form.item(), key=key, by=request.user, at=now())
        except BadTerms as refusal:
            form.show(refusal.problems, prefix)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The payment rule is saved.")
            return editing.back_to(version, "rules")
    shown = {"programme": version.programme, "version": version, "form": form, "key": key, "kind": KINDS[kind]}
    return render(request, "contracts/rule_edit.html", shown)

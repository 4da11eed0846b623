"""Change title, dates, rounding and calendar of a draft."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from contracts.actions import clauses
from contracts.actions.refusals import BadTerms
from contracts.forms.versions import HeaderForm
from contracts.models import ContractVersion
from contracts.selectors import terms
from contracts.views import editing


@editing.of_draft
def version_header(request: SignedInRequest, version: ContractVersion) -> HttpResponse:
    document, found = terms.document(version), terms.draft(version)[0]
    form = HeaderForm(request.POST or None, programme=version.programme, terms=found, entry=document)
    if request.method == "POST" and form.is_valid():
        try:
            clauses.set_fields(version=version, fields=form.item(), by=request.user, at=now())
        except BadTerms as refusal:
            form.show(refusal.problems, "")
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Title, dates and calendar are saved.")
            return redirect(version)
    shown = {"programme": version.programme, "version": version, "form": form}
    return render(request, "contracts/version_header.html", shown)

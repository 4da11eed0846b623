"""Change the lines at which the monitor of a draft will speak up."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.requests import SignedInRequest
from contracts.actions import clauses
from contracts.actions.refusals import BadTerms
from contracts.forms.monitoring_rules import MonitoringRulesForm
from contracts.models import ContractVersion
from contracts.selectors import terms
from contracts.views import editing


@editing.of_draft
def version_monitoring(request: SignedInRequest, version: ContractVersion) -> HttpResponse:
    given = {"programme": version.programme, "terms": terms.draft(version)[0], "entry": version.monitoring_rules}
    form = MonitoringRulesForm(request.POST or None, **given)
    if request.method == "POST" and form.is_valid():
        try:
            clauses.set_fields(version=version, fields={"monitoring_rules": form.item()}, by=request.user, at=now())
        except BadTerms as refusal:
            form.show(refusal.problems, "monitoring_rules")
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The rules of monitoring are saved.")
            return editing.back_to(version, "monitoring-rules")
    shown = {"programme": version.programme, "version": version, "form": form}
    return render(request, "contracts/version_monitoring.html", shown)

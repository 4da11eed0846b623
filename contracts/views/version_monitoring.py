"""Change the lines at which the monitor of a draft will speak up."""

from django.http import HttpResponse

from accounts.requests import SignedInRequest
from contracts.forms.monitoring_rules import MonitoringRulesForm
from contracts.models import ContractVersion
from contracts.views import editing

PART = editing.Part(
    field="monitoring_rules",
    form=MonitoringRulesForm,
    template="contracts/version_monitoring.html",
    anchor="monitoring-rules",
    saved="The rules of monitoring are saved.",
    within="monitoring_rules",
)


@editing.of_draft
def version_monitoring(request: SignedInRequest, version: ContractVersion) -> HttpResponse:
    return editing.change(request, version, PART)

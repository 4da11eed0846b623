"""Change what a draft rests on."""

from django.http import HttpResponse

from accounts.requests import SignedInRequest
from contracts.forms.assumptions import AssumptionsForm
from contracts.models import ContractVersion
from contracts.views import editing

PART = editing.Part(
    field="assumptions",
    form=AssumptionsForm,
    template="contracts/version_assumptions.html",
    anchor="assumptions",
    saved="The assumptions are saved.",
)


@editing.of_draft
def version_assumptions(request: SignedInRequest, version: ContractVersion) -> HttpResponse:
    return editing.change(request, version, PART)

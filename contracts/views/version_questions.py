"""Change the rules by which agents will be asked about their figures."""

from django.http import HttpResponse

from accounts.requests import SignedInRequest
from contracts.forms.question_rules import QuestionRulesForm
from contracts.models import ContractVersion
from contracts.views import editing

PART = editing.Part(
    field="monitoring_rules",
    form=QuestionRulesForm,
    template="contracts/version_questions.html",
    anchor="monitoring-rules",
    saved="The rules of the questions are saved.",
    within="monitoring_rules",
)


@editing.of_draft
def version_questions(request: SignedInRequest, version: ContractVersion) -> HttpResponse:
    return editing.change(request, version, PART)

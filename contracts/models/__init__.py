from contracts.models.agreement_tests import AgreementTest, CaseAnswer, LintException, Sitting, WrittenCase
from contracts.models.agreements import Agreement
from contracts.models.needs import OutcomeNeed
from contracts.models.outcomes import OutcomeDefinition
from contracts.models.parties import Party
from contracts.models.periods import Period
from contracts.models.rules import Cap, PaymentRule
from contracts.models.segments import Segment
from contracts.models.targets import Target
from contracts.models.versions import ContractVersion

__all__ = [
    "Agreement",
    "AgreementTest",
    "Cap",
    "CaseAnswer",
    "ContractVersion",
    "LintException",
    "OutcomeDefinition",
    "OutcomeNeed",
    "Party",
    "PaymentRule",
    "Period",
    "Segment",
    "Sitting",
    "Target",
    "WrittenCase",
]

from delivery.models.activity import Activity
from delivery.models.disclosure_rules import DisclosureRule
from delivery.models.identities import Identity
from delivery.models.key_workers import Assignment, KeyWorker, Secondment
from delivery.models.participant_events import (
    ENDS_CLAIMS,
    Decided,
    Exit,
    Reclassification,
    ReclassificationDecision,
    Transfer,
    TransferAnswer,
)
from delivery.models.participants import Participant
from delivery.models.partners import LeadTerms, Partner, PartnerTerms, ReferralCount
from delivery.models.tallies import Tally
from delivery.models.training import Milestone, Training

__all__ = [
    "ENDS_CLAIMS",
    "Activity",
    "Assignment",
    "Decided",
    "DisclosureRule",
    "Exit",
    "Identity",
    "KeyWorker",
    "LeadTerms",
    "Milestone",
    "Participant",
    "Partner",
    "PartnerTerms",
    "Reclassification",
    "ReclassificationDecision",
    "ReferralCount",
    "Secondment",
    "Tally",
    "Training",
    "Transfer",
    "TransferAnswer",
]

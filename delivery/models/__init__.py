from delivery.models.activity import Activity
from delivery.models.key_workers import Assignment, KeyWorker, Secondment
from delivery.models.participants import Participant
from delivery.models.partners import LeadTerms, Partner, PartnerTerms, ReferralCount
from delivery.models.training import Milestone, Training

__all__ = [
    "Activity",
    "Assignment",
    "KeyWorker",
    "LeadTerms",
    "Milestone",
    "Participant",
    "Partner",
    "PartnerTerms",
    "ReferralCount",
    "Secondment",
    "Training",
]

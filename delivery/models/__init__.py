from delivery.models.key_workers import Assignment, KeyWorker, Secondment
from delivery.models.participants import Participant
from delivery.models.partners import LeadTerms, Partner, PartnerTerms, ReferralCount

__all__ = [
    "Assignment",
    "KeyWorker",
    "LeadTerms",
    "Participant",
    "Partner",
    "PartnerTerms",
    "ReferralCount",
    "Secondment",
]

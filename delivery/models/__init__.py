from delivery.models.participants import Participant
from delivery.models.partners import LeadTerms, Partner, PartnerTerms, ReferralCount

__all__ = ["LeadTerms", "Participant", "Partner", "PartnerTerms", "ReferralCount"]

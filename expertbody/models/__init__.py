from expertbody.models.body_actions import BodyAction, BodyActionCheck, BodyActionReminder
from expertbody.models.decisions import Decision
from expertbody.models.invitations import Invitation
from expertbody.models.proposals import Proposal
from expertbody.models.reading import ReadingPreference
from expertbody.models.reviews import ProgrammeReview
from expertbody.models.seats import Seat
from expertbody.models.voices import Voice, VoiceAnswer

__all__ = [
    "BodyAction",
    "BodyActionCheck",
    "BodyActionReminder",
    "Decision",
    "Invitation",
    "ProgrammeReview",
    "Proposal",
    "ReadingPreference",
    "Seat",
    "Voice",
    "VoiceAnswer",
]

from expertbody.models.body_actions import BodyAction, BodyActionCheck
from expertbody.models.calendars import CalendarFeed
from expertbody.models.decisions import Decision
from expertbody.models.fall_notices import FallNotice
from expertbody.models.interests import Declaration, Interest
from expertbody.models.invitations import Invitation
from expertbody.models.meetings import (
    AgendaItem,
    Attendance,
    Meeting,
    MinutesApproval,
    MinutesNote,
    Motion,
    QuorumRule,
    Vote,
)
from expertbody.models.proposals import Proposal
from expertbody.models.reading import ReadingPreference
from expertbody.models.reviews import ProgrammeReview
from expertbody.models.seats import Seat
from expertbody.models.voices import Voice, VoiceAnswer
from expertbody.models.written import WrittenBallot, WrittenVote

__all__ = [
    "AgendaItem",
    "Attendance",
    "BodyAction",
    "BodyActionCheck",
    "CalendarFeed",
    "Decision",
    "Declaration",
    "FallNotice",
    "Interest",
    "Invitation",
    "Meeting",
    "MinutesApproval",
    "MinutesNote",
    "Motion",
    "ProgrammeReview",
    "Proposal",
    "QuorumRule",
    "ReadingPreference",
    "Seat",
    "Voice",
    "VoiceAnswer",
    "Vote",
    "WrittenBallot",
    "WrittenVote",
]

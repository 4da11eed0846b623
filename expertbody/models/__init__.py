from expertbody.models.decisions import Decision
from expertbody.models.seats import Seat
from expertbody.models.voices import Voice, VoiceAnswer

__all__ = ["Decision", "Seat", "Voice", "VoiceAnswer"]

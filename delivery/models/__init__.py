from delivery.models.participants import Participant

__all__ = ["Participant"]

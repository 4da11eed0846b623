from expertbody.models.decisions import Decision
from expertbody.models.seats import Seat

__all__ = ["Decision", "Seat"]

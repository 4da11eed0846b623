from notifications.models.endpoints import Attempt, Delivery, Endpoint
from notifications.models.events import Event

__all__ = ["Attempt", "Delivery", "Endpoint", "Event"]

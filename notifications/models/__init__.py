from notifications.models.endpoints import Attempt, Delivery, Endpoint
from notifications.models.events import Event
from notifications.models.notices import Mail, MailHabits, Notice, Preference, Refusal

__all__ = ["Attempt", "Delivery", "Endpoint", "Event", "Mail", "MailHabits", "Notice", "Preference", "Refusal"]

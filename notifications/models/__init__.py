from notifications.models.endpoints import Attempt, Delivery, Endpoint
from notifications.models.events import Event
from notifications.models.notices import Mail, MailHabits, Notice, Preference, Refusal
from notifications.models.passwords import PasswordRequest

__all__ = [
    "Attempt",
    "Delivery",
    "Endpoint",
    "Event",
    "Mail",
    "MailHabits",
    "Notice",
    "PasswordRequest",
    "Preference",
    "Refusal",
]

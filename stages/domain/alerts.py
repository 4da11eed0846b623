"""What the register of stakeholders brings to mind: each alert says what is the matter and what to do."""

import dataclasses
from datetime import date, datetime

from stages.domain import salience

CLASS_CHANGED, NO_CONTACT, NO_ADVOCATE, UNTRACED = "class_changed", "no_contact", "no_advocate", "untraced"
LABELS = {
    CLASS_CHANGED: "Class changed",
    NO_CONTACT: "No contact",
    NO_ADVOCATE: "No advocate",
    UNTRACED: "No need behind it",
}
PRESSING = frozenset({salience.DEPENDENT, salience.DEFINITIVE})
"""The classes with legitimacy and urgency: whoever is in them is spoken for, and spoken with."""


@dataclasses.dataclass(frozen=True)
class Alert:
    """One alert, of a programme and mostly of a stakeholder.

    `page` is the name of the page where it is dealt with, reversed with the programme's slug and, where `parts` are
    given, with them.
    """

    kind: str
    programme: int
    title: str
    sentence: str
    page: str
    parts: tuple[int | str, ...] = ()
    stakeholder: int | None = None

    @property
    def label(self) -> str:
        return LABELS[self.kind]


def class_changed(
    before: salience.Salience | None, latest: salience.Salience | None, scored_at: datetime, seen_to_at: datetime | None
) -> str:
    """A class that differs from the one before is brought to mind until the plan, or a contact, takes note of it.

    Returns the sentence; empty when there is nothing to say.
    """
    if before is None or latest is None or before == latest:
        return ""
    if seen_to_at is not None and seen_to_at >= scored_at:
        return ""
    return f"They were “{before.name.lower()}” and are now “{latest.name.lower()}”. {latest.consequence}"


def no_contact(last_on: date | None, known_since: date, as_of: date, most_days: int) -> str:
    """Whoever is pressing is not left alone for longer than the programme has set.

    Returns the sentence; empty when there is nothing to say.
    """
    days = (as_of - (last_on or known_since)).days
    if days <= most_days:
        return ""
    if last_on is None:
        return f"No contact with them is recorded, and they have been known for {days} days. Speak with them."
    return f"The last contact was {days} days ago; the programme has set {most_days} at most. Speak with them."

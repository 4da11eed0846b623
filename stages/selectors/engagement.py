"""The engagement plan: how each stakeholder is involved, by whom, and when they were last spoken with."""

import dataclasses
from collections.abc import Sequence
from datetime import date

from stages.models import Programme
from stages.selectors import alerts, registers
from stages.selectors.registers import Row


@dataclasses.dataclass(frozen=True)
class Line:
    """One stakeholder of the plan."""

    row: Row
    last_contact: date | None
    is_overdue: bool


def plan(programme: Programme, as_of: date, *, text: str = "", overdue_only: bool = False) -> Sequence[Line]:
    """Everybody of the register: what is overdue first, then by the day of the next review; no day comes last."""
    last = alerts.last_contacts([programme.pk])
    about = alerts.of_programme(programme, as_of)
    lines = [_line(row, last, as_of) for row in registers.stakeholders(programme, text, about=about)]
    found = [line for line in lines if line.is_overdue or not overdue_only]
    return sorted(found, key=lambda line: (not line.is_overdue, line.row.stakeholder.next_review_on or date.max))


def _line(row: Row, last: dict[int, alerts.LastContact], as_of: date) -> Line:
    contact = last.get(row.stakeholder.pk)
    due = row.stakeholder.next_review_on
    return Line(row, contact.held_on if contact else None, due is not None and due < as_of)

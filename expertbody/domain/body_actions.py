"""When an action is due soon or overdue."""

from datetime import date, timedelta

AHEAD = timedelta(days=7)
TO_COME, SOON, OVERDUE, DONE = "to_come", "soon", "overdue", "done"
WORDS = {
    TO_COME: ("To do", "blue"),
    SOON: ("Due soon", "yellow"),
    OVERDUE: ("Overdue", "red"),
    DONE: ("Done", "green"),
}


def state(due_on: date, *, is_done: bool, today: date) -> str:
    """Done; overdue once its day is past; due soon in the week before its day and on it; otherwise to come."""
    if is_done:
        return DONE
    if due_on < today:
        return OVERDUE
    return SOON if due_on <= today + AHEAD else TO_COME

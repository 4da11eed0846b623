"""How single values stand in a pack."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from accounts.models import User

Row = dict[str, Any]


def email(user: User | None) -> str | None:
    return user.email if user else None


def at_moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def on_day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def money(amount: Decimal | None) -> str | None:
    return f"{amount:.2f}" if amount is not None else None


def some(row: Row) -> Row:
    """The row without what is empty."""
    return {name: value for name, value in row.items() if value not in (None, "", [], {})}


def moment(text: str | None, otherwise: datetime) -> datetime:
    """A moment of the pack, or the other one. Raises `ValueError` when it has no time zone."""
    if not text:
        return otherwise
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(f"the moment {text} has no time zone; add one, such as Z for UTC")
    return found

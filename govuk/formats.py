"""Figures, dates and words as people in the United Kingdom write them. Each is a template filter of the same name."""

import datetime
import functools
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

PENCE = Decimal("0.01")
NOTHING = "–"


def _decimal(value: Any) -> Decimal | None:
    """The value as a decimal, or None where it is empty or not a number."""
    if value is None or value == "" or isinstance(value, bool):
        return None
    try:
        number = value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _signed(number: Decimal, body: str) -> str:
    """With a true minus sign before the unit, and none on a figure that rounds to nought."""
    return f"−{body}" if number < 0 and any(digit in body for digit in "123456789") else body


def money(value: Any) -> str:
    """Pounds and pence, rounded half up: 1234.5 → "£1,234.50", −12 → "−£12.00", nothing → "–"."""
    number = _decimal(value)
    if number is None:
        return NOTHING
    return _signed(number, f"£{abs(number).quantize(PENCE, ROUND_HALF_UP):,}")


def pounds(value: Any) -> str:
    """Whole pounds, rounded half up: 1234.50 → "£1,235"."""
    number = _decimal(value)
    if number is None:
        return NOTHING
    return _signed(number, f"£{abs(number).quantize(Decimal(1), ROUND_HALF_UP):,}")


def count(value: Any) -> str:
    """A number with thousands commas, its decimals as given: 20000 → "20,000"."""
    number = _decimal(value)
    if number is None:
        return NOTHING
    return _signed(number, f"{abs(number):,}")


def amount(value: Any, currency: str = "") -> str:
    """An amount in any currency: 1200 in GBP → "£1,200.00", in USD → "USD 1,200"; without one, as a number."""
    if currency == "GBP":
        return money(value)
    said = count(value)
    return f"{currency} {said}" if currency and said != NOTHING else said


def percent(value: Any, places: int = 0) -> str:
    """A share of one as a percentage: 0.1234 with 1 place → "12.3%"."""
    number = _decimal(value)
    if number is None:
        return NOTHING
    rounded = (abs(number) * 100).quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP)
    return _signed(number, f"{rounded:,}%")


def points(value: Any, places: int = 1) -> str:
    """A difference of shares in percentage points, always signed: 0.021 → "+2.1 points"."""
    number = _decimal(value)
    if number is None:
        return NOTHING
    rounded = (abs(number) * 100).quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP)
    body = f"{rounded:,} points"
    return _signed(number, body) if number < 0 else f"+{body}"


def _local(value: datetime.datetime) -> datetime.datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


def uk_date(value: Any) -> str:
    """31 March 2026, in the country's own time."""
    if isinstance(value, datetime.datetime):
        value = _local(value).date()
    return date_format(value, "j F Y") if isinstance(value, datetime.date) else NOTHING


def part_date(value: str) -> str:
    """A year, a month or a day that stands as text: "2015-04-01" → "1 April 2015", "2015-04" → "April 2015"."""
    return _part_date(value, get_language())


@functools.lru_cache(maxsize=1024)
def _part_date(value: str, _language: str | None) -> str:
    """A night puts the same months into words some ten thousand times."""
    parts = value.split("-")
    try:
        day = datetime.date(*(int(part) for part in [*parts, "1", "1"][:3]))
    except ValueError:
        return value
    return {1: str(day.year), 2: month(day), 3: uk_date(day)}.get(len(parts), value)


def short_date(value: Any) -> str:
    """31 Mar 2026, for tables."""
    if isinstance(value, datetime.datetime):
        value = _local(value).date()
    return date_format(value, "j M Y") if isinstance(value, datetime.date) else NOTHING


def days(first: Any, last: Any) -> str:
    """The days of a period: 1 January to 31 March 2026; with both years where they differ."""
    if not (isinstance(first, datetime.date) and isinstance(last, datetime.date)):
        return NOTHING
    if first == last:
        return uk_date(first)
    begun = date_format(first, "j F") if first.year == last.year else uk_date(first)
    return f"{begun} to {uk_date(last)}"


def month(value: Any) -> str:
    """March 2026."""
    if isinstance(value, datetime.datetime):
        value = _local(value).date()
    return date_format(value, "F Y") if isinstance(value, datetime.date) else NOTHING


def _clock(value: datetime.datetime) -> str:
    if value.minute == 0 and value.hour in {0, 12}:
        return "midnight" if value.hour == 0 else "midday"
    minutes = f":{value.minute:02}" if value.minute else ""
    return f"{value.hour % 12 or 12}{minutes}{'am' if value.hour < 12 else 'pm'}"


def clock(value: Any) -> str:
    """2:05pm, in the country's own time."""
    return _clock(_local(value)) if isinstance(value, datetime.datetime) else NOTHING


def moment(value: Any) -> str:
    """31 March 2026 at 2:05pm, where no markup can stand; a bare date gives the date alone."""
    if isinstance(value, datetime.datetime):
        local = _local(value)
        return f"{date_format(local.date(), 'j F Y')} at {_clock(local)}"
    return uk_date(value)


def when(value: Any) -> SafeString | str:
    """A moment as a `<time>` element: "31 March 2026 at 2:05pm"; a bare date gives the date alone."""
    if isinstance(value, datetime.datetime):
        local = _local(value)
        said = conditional_escape(moment(value))
        return mark_safe(f'<time datetime="{local.isoformat(timespec="minutes")}">{said}</time>')  # noqa: S308 - both parts are made here from a date
    if isinstance(value, datetime.date):
        return mark_safe(f'<time datetime="{value.isoformat()}">{conditional_escape(uk_date(value))}</time>')  # noqa: S308 - both parts are made here from a date
    return NOTHING

"""How many different people must sign a statement off before it is approved, by its amount."""

import dataclasses
from collections.abc import Mapping, Sequence
from decimal import Decimal

MOST_PEOPLE = 5


@dataclasses.dataclass(frozen=True)
class Band:
    """Amounts up to `up_to` pounds (None: any amount) are signed off by so many people."""

    up_to: Decimal | None
    people: int


Bands = tuple[Band, ...]
DEFAULT: Bands = (Band(Decimal("50000.00"), 1), Band(None, 2))
"""Up to £50,000 one person, above it two."""


class BandsRefused(ValueError):
    """The bands leave an amount without people, or ask for fewer people for more money. Says what to do."""


def checked(bands: Sequence[Band]) -> Bands:
    """Bands whose amounts rise, whose people never become fewer, and of which the last has no upper end."""
    ends = [band.up_to for band in bands]
    if not bands or ends[-1] is not None or None in ends[:-1]:
        raise BandsRefused("The last band must hold for every amount above the others, and only the last.")
    amounts = [end for end in ends if end is not None]
    if any(amount <= 0 for amount in amounts) or amounts != sorted(set(amounts)):
        raise BandsRefused("Enter amounts above nought, each larger than the one before.")
    people = [band.people for band in bands]
    if any(not 1 <= count <= MOST_PEOPLE for count in people):
        raise BandsRefused(f"Enter a number of people from 1 to {MOST_PEOPLE}.")
    if people != sorted(people):
        raise BandsRefused("A larger amount cannot need fewer people than a smaller one.")
    return tuple(bands)


def needed(bands: Bands, total: Decimal) -> int:
    """The number of people for a total; what is taken back counts by its size."""
    return next(band.people for band in bands if band.up_to is None or abs(total) <= band.up_to)


def documents(bands: Bands) -> list[dict[str, str | int | None]]:
    """The bands as they are kept: amounts as strings."""
    return [{"up_to": None if one.up_to is None else f"{one.up_to:.2f}", "people": one.people} for one in bands]


def from_documents(rows: Sequence[Mapping[str, str | int | None]]) -> Bands:
    return tuple(
        Band(None if row["up_to"] is None else Decimal(str(row["up_to"])), int(row["people"] or 0)) for row in rows
    )

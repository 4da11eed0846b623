"""Who sits on the Expert Body, who has sat, and who is missing."""

import dataclasses
from datetime import date

from django.utils.timezone import localdate

from accounts.models import User
from expertbody.domain import composition
from expertbody.models import Seat
from expertbody.models.seats import SeatQuerySet
from stages.models import Programme


def seated(programme: Programme, as_of: date) -> list[Seat]:
    """The seats whose term covers the day, the chair first."""
    return list(_named(programme).held_on(as_of).order_by("-is_chair", "from_date", "pk"))


def _named(programme: Programme) -> SeatQuerySet:
    return programme.seats.select_related("user", "organisation", "speaks_for")


def held_today(programme: Programme, as_of: date) -> SeatQuerySet:
    """The seats of the day, as a form offers them."""
    return _named(programme).held_on(as_of).order_by("user__name")


def shortfalls(programme: Programme, as_of: date) -> list[str]:
    """What keeps the body from being established: one sentence for each constituency for which nobody sits."""
    held = set(programme.seats.held_on(as_of).values_list("constituency", flat=True))
    return [composition.shortfall(constituency) for constituency in composition.missing(held)]


def is_established(programme: Programme, as_of: date) -> bool:
    return not shortfalls(programme, as_of)


def held_by(user: User, programme: Programme, as_of: date) -> Seat | None:
    """The seat that the person holds on the day, if any."""
    return programme.seats.held_on(as_of).filter(user=user).first()


def chair(programme: Programme, as_of: date) -> Seat | None:
    """The seat of the chair of the day, if there is one."""
    return _named(programme).held_on(as_of).filter(is_chair=True).first()


@dataclasses.dataclass(frozen=True)
class Bench:
    """One constituency with those who sit for it; `missing` is a sentence when nobody does."""

    code: str
    name: str
    seats: list[Seat]
    missing: str


def benches(programme: Programme, as_of: date) -> list[Bench]:
    """The five constituencies in the framework's order, each with its seats of the day."""
    by_code: dict[str, list[Seat]] = {}
    for seat in seated(programme, as_of):
        by_code.setdefault(seat.constituency, []).append(seat)
    return [
        Bench(one.code, one.name, by_code.get(one.code, []), "" if one.code in by_code else composition.shortfall(one))
        for one in composition.CONSTITUENCIES
    ]


def to_come(programme: Programme, as_of: date) -> list[Seat]:
    """Seats whose term begins after the day."""
    return list(
        programme.seats.filter(from_date__gt=as_of).select_related("user", "organisation").order_by("from_date")
    )


def past(programme: Programme, as_of: date) -> list[Seat]:
    """Seats whose term is over, the latest first."""
    return list(
        programme.seats.filter(until_date__lt=as_of)
        .select_related("user", "organisation")
        .order_by("-until_date", "pk")
    )


def progress(programme: Programme) -> tuple[str, str]:
    """How far the seating has come today, in words, with the colour of its tag."""
    empty = len(shortfalls(programme, localdate()))
    if not empty:
        return "Completed", ""
    words = "1 constituency empty" if empty == 1 else f"{empty} constituencies empty"
    return ("Not started", "grey") if empty == len(composition.CONSTITUENCIES) else (words, "yellow")

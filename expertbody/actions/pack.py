"""The section “expert_body” of a programme pack: who sits, and who has sat.

What they did – meetings, votes, decisions – is the section “body_record”: see expertbody.actions.pack_record.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.actions import people
from accounts.errors import Refused
from accounts.models import User
from expertbody import permissions
from expertbody.actions import advocates, seats
from expertbody.models import Seat
from stages.actions import pack_people
from stages.actions.pack_errors import PackError
from stages.models import Programme, Stakeholder

SECTION = "expert_body"
FIELDS = frozenset(
    {"constituency", "person", "organisation", "is_chair", "from_date", "until_date", "ended_because", "speaks_for"}
)


@transaction.atomic
def load(*, programme: Programme, section: Mapping[str, Any], by: User, at: datetime) -> None:
    """Seat the people of a pack for the terms that it names. The people stand in “people”."""
    permissions.require(by, "body.establish", programme)
    rows = section.get("seats") if isinstance(section, Mapping) else None
    if not isinstance(rows, list) or set(section) != {"seats"}:
        raise PackError(SECTION, "The section must hold one list, “seats”.", "Write {“seats”: […]}.")
    for index, row in enumerate(rows):
        path = f"{SECTION}/seats/{index}"
        try:
            _seat(programme, row, path, by, at)
        except PackError:
            raise
        except Refused as refusal:
            raise PackError(path, str(refusal)) from refusal


def _seat(programme: Programme, row: Any, path: str, by: User, at: datetime) -> None:
    if not isinstance(row, Mapping) or set(row) - FIELDS:
        raise PackError(path, "A seat holds other things than it may.", f"Use only: {', '.join(sorted(FIELDS))}.")
    if row.get("constituency") not in Seat.Constituency.values:
        known = ", ".join(Seat.Constituency.values)
        raise PackError(
            f"{path}/constituency", f"There is no constituency “{row.get('constituency')}”.", f"Use {known}."
        )
    person = people.find(str(row.get("person", "")))
    if person is None:
        raise PackError(
            f"{path}/person", f"Nobody has the address “{row.get('person')}”.", "Add the person to “people”."
        )
    code = row.get("organisation")
    first, last = _day(row, "from_date", path), _day(row, "until_date", path)
    if first is None:
        raise PackError(f"{path}/from_date", "The first day of the term is missing.", "Write it as 2026-03-31.")
    made = seats.seat(
        programme=programme,
        constituency=row["constituency"],
        user=person,
        organisation=pack_people.organisation(code, f"{path}/organisation") if code else None,
        from_date=first,
        until_date=last,
        is_chair=row.get("is_chair") is True,
        by=by,
        at=at,
    )
    if row.get("ended_because"):
        made.ended_because = str(row["ended_because"])
        made.save(update_fields=["ended_because"])
    if row.get("speaks_for"):
        advocates.speak_for(seat=made, stakeholder=_stakeholder(programme, row["speaks_for"], path), by=by, at=at)


def _stakeholder(programme: Programme, name: str, path: str) -> Stakeholder:
    found = programme.stakeholders.filter(name=name).first()
    if found is None:
        raise PackError(f"{path}/speaks_for", f"There is no stakeholder “{name}”.", "Add it to the stakeholders.")
    return found


def _day(row: Mapping[str, Any], field: str, path: str) -> date | None:
    if row.get(field) is None:
        return None
    try:
        return date.fromisoformat(str(row[field]))
    except ValueError as error:
        raise PackError(f"{path}/{field}", f"“{row[field]}” is no day.", "Write it as 2026-03-31.") from error


def export(programme: Programme) -> dict[str, Any] | None:
    """Every seat with its term, in the order in which they began; None when nobody was ever seated."""
    named = programme.seats.select_related("user", "organisation", "speaks_for")
    rows: Iterable[Seat] = named.order_by("from_date", "pk")
    found = [
        {
            "constituency": seat.constituency,
            "person": seat.user.email,
            "organisation": seat.organisation.code if seat.organisation else None,
            "is_chair": seat.is_chair,
            "from_date": seat.from_date.isoformat(),
            "until_date": seat.until_date.isoformat() if seat.until_date else None,
            "ended_because": seat.ended_because,
        }
        | ({"speaks_for": seat.speaks_for.name} if seat.speaks_for else {})
        for seat in rows
    ]
    return {"seats": found} if found else None

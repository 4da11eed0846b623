"""What the parts of the section “body_record” of a programme pack share: who is named, when, and what it is about."""

import dataclasses
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from accounts.actions import audit
from accounts.models import User
from expertbody.models import Decision, Seat
from expertbody.selectors import decidable
from stages.actions import pack_people
from stages.actions.pack_errors import PackError
from stages.actions.pack_records import moment
from stages.models import Programme

SECTION = "body_record"
Row = Mapping[str, Any]


def seats_in_order(programme: Programme) -> list[Seat]:
    """The seats in the order of a pack: a member is named by the place of their seat, from 0."""
    return list(programme.seats.select_related("user").order_by("from_date", "pk"))


@dataclasses.dataclass(frozen=True)
class Bringing:
    """A record of the Expert Body on its way in: it was decided elsewhere, so it is kept and not carried out again."""

    programme: Programme
    by: User
    at: datetime
    seats: list[Seat]

    def person(self, row: Row, field: str, path: str) -> User:
        return pack_people.person(row.get(field), self.by, f"{path}/{field}")

    def seat(self, row: Row, field: str, path: str) -> Seat:
        place = row[field]
        if not 0 <= place < len(self.seats):
            raise PackError(f"{path}/{field}", f"There is no seat {place}.", "Seats are counted from 0, as they stand.")
        return self.seats[place]

    def moment(self, row: Row, field: str) -> datetime:
        return moment(row.get(field), self.at)

    def moment_or_none(self, row: Row, field: str) -> datetime | None:
        return self.moment(row, field) if row.get(field) else None

    def matter(self, row: Row, path: str) -> Model:
        found = decidable.named_in_pack(self.programme, row["matter"])
        if found is None:
            raise PackError(f"{path}/matter", "There is no such record in the pack.", "Correct its numbers, or add it.")
        return found

    def decision(self, row: Row, field: str, path: str) -> Decision | None:
        if row.get(field) is None:
            return None
        found = self.programme.decisions.filter(number=row[field]).first()
        if found is None:
            raise PackError(f"{path}/{field}", f"There is no decision {row[field]}.", "Add it to “decisions”.")
        return found

    def kept(self, what: str, subject: Model, by: User, at: datetime, after: dict[str, Any]) -> None:
        """The audit row of something that was brought in."""
        audit.record(
            by=by, at=at, action=f"expertbody.{what}.bring_in", programme=self.programme.slug, subject=subject,
            after=after,
        )  # fmt: skip


def day(row: Row, field: str) -> date | None:
    return date.fromisoformat(row[field]) if row.get(field) else None

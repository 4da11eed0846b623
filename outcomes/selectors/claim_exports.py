"""Claims as a file that is exported: those that the person may see one by one, in the order in which they came."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Q

from accounts.models import User
from contracts.selectors import spans
from delivery.selectors import participant_events, participants
from govuk import spreadsheets
from outcomes import permissions
from outcomes.models import Claim
from outcomes.models.claims import ClaimQuerySet
from outcomes.selectors import claims
from stages.domain.exports import AGENT, CSV, FROM_PERIOD, OUTCOME, PERIOD, SEGMENT, Piece, told
from stages.models import Programme

BATCH = 20_000
FIELDS = {
    "id": "pk", "agent": "agent__code", "participant": "participant__reference", "outcome": "outcome",
    "achieved_on": "event_date", "sequence": "sequence", "value": "value", "evidence_kind": "evidence_kind",
    "evidence_ref": "evidence_ref", "state": "state", "has_open_questions": "has_open_questions",
    "contract_version": "version__number", "submission": "submission", "row_number": "row_number",
    "amends": "amends", "received_at": "received_at",
}  # fmt: skip
"""The columns by the names that the interface gives them, and where they are found."""


def basis(user: User, programme: Programme) -> str:
    """The agents whose rows the person sees. Raises `Forbidden` for those who see no rows."""
    permissions.require(user, "rows.view", programme)
    return told(["claims", *sorted(agent.code for agent in participants.agents(user, programme))])


def make(*, programme: Programme, viewer: User, form: str, cursor: str, filters: Mapping[str, str]) -> Iterator[Piece]:
    """Twenty thousand claims a piece. What is claimed after it began is for the next export."""
    own = _narrowed(Claim.objects.filter(programme=programme).visible_to(viewer), programme, filters)
    last, until, of = _begun(cursor)
    if not cursor:
        until = own.order_by("-pk").values_list("pk", flat=True).first() or 0
        of = own.filter(pk__lte=until).count()
        yield Piece(_head(form), f"0:{until}:{of}", 0, of)
    while last < until:
        found = own.filter(pk__gt=last, pk__lte=until).order_by("pk")
        rows = list(claims.with_state(found).values_list(*FIELDS.values())[:BATCH])
        last = rows[-1][0] if len(rows) == BATCH else until
        yield Piece(_written(form, rows), f"{last}:{until}:{of}", len(rows), of)


def _narrowed(found: ClaimQuerySet, programme: Programme, filters: Mapping[str, str]) -> ClaimQuerySet:
    """The claims of an outcome, an agent or a segment, whose event is in the periods. Of a participant who was moved to
    another segment, the one by which they are priced today counts."""
    days = spans.span(programme, filters.get(FROM_PERIOD, ""), filters.get(PERIOD, ""))
    if outcome := filters.get(OUTCOME):
        found = found.filter(outcome=outcome)
    if agent := filters.get(AGENT):
        found = found.filter(agent__code=agent)
    if segment := filters.get(SEGMENT):
        moved = participant_events.reclassified(programme)
        here = [participant for participant, now in moved.items() if now.segment == segment]
        stayed = Q(participant__segment=segment) & ~Q(participant__in=list(moved))
        found = found.filter(stayed | Q(participant__in=here))
    if days.starts_on:
        found = found.filter(event_date__gte=days.starts_on)
    return found.filter(event_date__lte=days.ends_on) if days.ends_on else found


def _begun(cursor: str) -> tuple[int, int, int]:
    """The last claim that is written, the last that will be, and how many there are."""
    last, until, of = (int(part) for part in (cursor or "0:0:0").split(":"))
    return last, until, of


def _head(form: str) -> bytes:
    return b"\xef\xbb\xbf" + _table([list(FIELDS)]) if form == CSV else b""


def _written(form: str, rows: Sequence[tuple[Any, ...]]) -> bytes:
    if form == CSV:
        return _table([[spreadsheets.safe(_text(cell)) for cell in row] for row in rows])
    return b"".join(_line(row) for row in rows)


def _table(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def _line(row: tuple[Any, ...]) -> bytes:
    given = {name: _plain(cell) for name, cell in zip(FIELDS, row, strict=True)}
    return json.dumps(given, ensure_ascii=False).encode() + b"\n"


def _plain(cell: Any) -> Any:
    """A value as JSON has it; dates and exact numbers as text."""
    return cell if cell is None or isinstance(cell, bool | int | str) else _text(cell)


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return "" if cell is None else cell.isoformat() if hasattr(cell, "isoformat") else str(cell)

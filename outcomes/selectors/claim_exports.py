"""Claims as a file that is exported: those that the person may see one by one, in the order in which they came."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from typing import Any

from accounts.models import User
from delivery.selectors import participants
from outcomes import permissions
from outcomes.domain import reports
from outcomes.models import Claim
from outcomes.selectors import claims
from stages.domain.exports import CSV, Piece, told
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


def make(*, programme: Programme, viewer: User, form: str, cursor: str) -> Iterator[Piece]:
    """Twenty thousand claims a piece. What is claimed after it began is for the next export."""
    own = Claim.objects.filter(programme=programme).visible_to(viewer)
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


def _begun(cursor: str) -> tuple[int, int, int]:
    """The last claim that is written, the last that will be, and how many there are."""
    last, until, of = (int(part) for part in (cursor or "0:0:0").split(":"))
    return last, until, of


def _head(form: str) -> bytes:
    return b"\xef\xbb\xbf" + _table([list(FIELDS)]) if form == CSV else b""


def _written(form: str, rows: Sequence[tuple[Any, ...]]) -> bytes:
    if form == CSV:
        return _table([[reports.safe(_text(cell)) for cell in row] for row in rows])
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

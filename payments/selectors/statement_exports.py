"""Lines of statements as a file that is exported, as the pages of the statements show them to the person."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from decimal import Decimal

from accounts.models import User
from delivery.selectors import disclosure_rules
from outcomes import permissions as row_permissions
from outcomes.domain import reports
from payments import permissions
from payments.domain import statements as prices
from payments.domain.statements import Line
from payments.models import Statement
from payments.selectors import statement_pages
from payments.selectors.statement_pages import Page, ShownLine
from stages.domain.exports import CSV, Piece, told
from stages.models import Programme

COLUMNS = (
    "statement", "agent", "period", "state", "line", "kind", "rule", "rule_name", "outcome", "segment", "version",
    "count", "unit_amount", "gross", "deadweight", "cap", "net",
)  # fmt: skip
OTHERS, NOT_SHOWN = "others", "not_shown"
Row = dict[str, str | int]


def basis(user: User, programme: Programme) -> str:
    """Whose statements the person sees, whether small counts are hidden from them, and by which rules."""
    permissions.require(user, "statement.view", programme)
    visible = Statement.objects.visible_to(user).filter(programme=programme)
    agents = visible.order_by("agent__code").values_list("agent__code", flat=True).distinct()
    sees_rows = row_permissions.can(user, "rows.view", programme)
    hidden = () if sees_rows else (programme.suppression_threshold, *disclosure_rules.rules(programme).version)
    return told(["statements", sees_rows, *hidden, "of", *agents])


def make(*, programme: Programme, viewer: User, form: str, cursor: str) -> Iterator[Piece]:
    """A statement a piece, in the order in which they were opened."""
    found = Statement.objects.visible_to(viewer).filter(programme=programme)
    last, of = (int(part) for part in (cursor or f"0:{found.count()}").split(":"))
    if not cursor:
        yield Piece(b"\xef\xbb\xbf" + _table([COLUMNS]) if form == CSV else b"", f"0:{of}", 0, of)
    rest = found.filter(pk__gt=last).select_related("agent", "period", "programme").order_by("pk")
    for statement in rest:
        rows = _rows(statement_pages.page(statement, viewer))
        yield Piece(_written(form, rows), f"{statement.pk}:{of}", 1, of)


def _rows(page: Page) -> list[Row]:
    """The lines that are shown; what the others come to together; or that nothing of it is shown."""
    head: Row = {
        "statement": page.statement.pk, "agent": page.statement.agent.code, "period": page.statement.period.code,
        "state": page.state,
    }  # fmt: skip
    if page.hidden:
        return [{**head, "kind": NOT_SHOWN}]
    rows: list[Row] = [{**head, **_line(shown)} for shown in page.lines]
    return rows if page.others is None else [*rows, {**head, "kind": OTHERS, **_sums(page.others)}]


def _line(shown: ShownLine) -> Row:
    line = shown.line
    row: Row = {
        "line": shown.code, "kind": str(line.kind), "rule": line.rule, "rule_name": shown.name,
        "outcome": line.outcome, "segment": line.segment, "version": line.version,
        "unit_amount": prices.price(line.unit_amount), "gross": _money(line.gross),
        "deadweight": _money(line.deadweight), "cap": _money(line.cap),
    }  # fmt: skip
    return row | _sums(line)


def _sums(line: Line) -> Row:
    return {"count": line.count, "net": _money(line.net)}


def _money(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _written(form: str, rows: Sequence[Row]) -> bytes:
    if form == CSV:
        return _table([[reports.safe(str(row.get(name, ""))) for name in COLUMNS] for row in rows])
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


def _table(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()

"""Lines of statements as a file that is exported, as the pages of the statements show them to the person."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from django.db.models import QuerySet

from accounts.models import User
from contracts.selectors import spans
from delivery.selectors import disclosure_rules
from govuk import spreadsheets
from outcomes import permissions as row_permissions
from payments import permissions
from payments.domain import statements as prices
from payments.domain.statements import Line
from payments.models import Statement
from payments.selectors import statement_pages
from payments.selectors.statement_pages import Page, ShownLine
from stages.domain.exports import AGENT, CSV, FROM_PERIOD, OUTCOME, PERIOD, SEGMENT, Piece, told
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


def make(*, programme: Programme, viewer: User, form: str, cursor: str, filters: Mapping[str, str]) -> Iterator[Piece]:
    """A statement a piece, in the order in which they were opened.

    What is narrowed is what the person sees of the whole: a line that is not shown to them by itself is in none of the
    files, and so two files never tell by their difference what neither of them may.
    """
    found = _of(Statement.objects.visible_to(viewer).filter(programme=programme), programme, filters)
    last, of = (int(part) for part in (cursor or f"0:{found.count()}").split(":"))
    if not cursor:
        yield Piece(b"\xef\xbb\xbf" + _table([COLUMNS]) if form == CSV else b"", f"0:{of}", 0, of)
    rest = found.filter(pk__gt=last).select_related("agent", "period", "programme").order_by("pk")
    for statement in rest:
        rows = _rows(statement_pages.page(statement, viewer), filters)
        yield Piece(_written(form, rows), f"{statement.pk}:{of}", 1, of)


def _of(found: QuerySet[Statement], programme: Programme, filters: Mapping[str, str]) -> QuerySet[Statement]:
    """The statements of an agent, or of a span of periods."""
    days = spans.span(programme, filters.get(FROM_PERIOD, ""), filters.get(PERIOD, ""))
    if agent := filters.get(AGENT):
        found = found.filter(agent__code=agent)
    if days.starts_on:
        found = found.filter(period__starts_on__gte=days.starts_on)
    return found.filter(period__ends_on__lte=days.ends_on) if days.ends_on else found


def _rows(page: Page, filters: Mapping[str, str]) -> list[Row]:
    """The lines that are shown; what the others come to together; or that nothing of it is shown.

    What the others come to is not of one outcome or segment: of a file that is narrowed so, it is left out.
    """
    head: Row = {
        "statement": page.statement.pk, "agent": page.statement.agent.code, "period": page.statement.period.code,
        "state": page.state,
    }  # fmt: skip
    if page.hidden:
        return [{**head, "kind": NOT_SHOWN}]
    wanted = {name: filters[name] for name in (OUTCOME, SEGMENT) if name in filters}
    rows: list[Row] = [{**head, **_line(shown)} for shown in page.lines]
    if wanted:
        return [row for row in rows if all(row.get(name) == code for name, code in wanted.items())]
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
        return _table([[spreadsheets.safe(str(row.get(name, ""))) for name in COLUMNS] for row in rows])
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


def _table(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()

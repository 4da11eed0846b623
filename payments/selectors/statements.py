"""Statements as documents and for pages."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Sum
from django.http import Http404

from accounts.models import Organisation, User
from contracts.models import ContractVersion, Party, Period
from payments.domain import money, statements
from payments.domain.statements import Line, Shares
from payments.models import Statement, StatementEvent, StatementLine
from stages.models import Programme

OPEN, QUERIED, APPROVED = "open", "queried", "approved"
STATES = ((OPEN, "Open"), (QUERIED, "Queried"), (APPROVED, "Approved"))


def lines_of(statement: Statement) -> list[Line]:
    """The lines of a statement: as frozen at approval, or the sum of what every run entered so far."""
    if statement.approved_at:
        return [statements.from_document(line) for line in statement.lines]
    rows = (
        StatementLine.objects.filter(statement_id=statement.pk)
        .order_by()
        .values_list("kind", "rule", "outcome", "segment", "version__number", "unit_amount")
        .annotate(Sum("units"), Sum("gross"), Sum("deadweight"), Sum("capped"), Sum("net"))
    )
    found = [Line(*row) for row in rows]
    says = [line for line in found if line.count or line.gross or line.deadweight or line.cap or line.net]
    places = _places(statement.programme)
    return sorted(says, key=lambda line: (line.kind == "adjustment", places.get((line.version, line.rule), 0), line))


def _places(programme: Programme) -> dict[tuple[int, str], int]:
    """The place of each rule in its version, by which lines are ordered."""
    rows = ContractVersion.objects.filter(programme=programme).values_list("number", "rules__code", "rules__position")
    return {(number, code): position for number, code, position in rows if code}


def shares_of(programme: Programme) -> dict[int, Shares]:
    """The payers and their shares by number of the version."""
    found: dict[int, list[Any]] = {}
    parties = Party.objects.filter(version__programme=programme, role=Party.Role.PRINCIPAL).order_by("pk")
    for number, code, share in parties.values_list("version__number", "organisation__code", "share"):
        found.setdefault(number, []).append((code, Fraction(share)))
    return dict(found)


def borne(statement: Statement, lines: Sequence[Line]) -> list[tuple[str, Decimal]]:
    """What each payer bears of a statement with these lines, by the payer's code. The parts add up to its total."""
    return statements.payers(lines, shares_of(statement.programme))


def as_document(statement: Statement) -> dict[str, Any]:
    """The statement as the command `statement` prints it. Amounts are strings with two decimals."""
    lines = lines_of(statement)
    return {
        "programme": statement.programme.slug,
        "agent": statement.agent.code,
        "period": statement.period.code,
        "state": APPROVED if statement.approved_at else OPEN,
        "lines": [line.document() for line in lines],
        "total": money.text(statements.total(lines)),
        "payers": [{"principal": code, "amount": money.text(amount)} for code, amount in borne(statement, lines)],
    }


def empty_document(programme: Programme, agent: Organisation, period: Period) -> dict[str, Any]:
    """What the command prints when nothing was priced for the period yet."""
    return as_document(Statement(programme=programme, agent=agent, period=period))


def state_of(statement: Statement) -> str:
    """open, queried (the last query is not answered yet) or approved."""
    if statement.approved_at:
        return APPROVED
    if hasattr(statement, "last_event"):
        last = statement.last_event
    else:
        last = statement.events.order_by("-pk").values_list("kind", flat=True).first()
    return QUERIED if last == StatementEvent.Kind.QUERIED else OPEN


def statement_for(viewer: User, programme: Programme, pk: int) -> Statement:
    """The statement, if the viewer may see it; otherwise the page does not exist for them."""
    found = Statement.objects.visible_to(viewer).filter(programme=programme, pk=pk)
    statement = found.select_related("programme", "agent", "period", "approved_by").first()
    if statement is None:
        raise Http404("No such statement")
    return statement

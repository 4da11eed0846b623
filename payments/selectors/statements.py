"""Statements as documents and for pages."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Case, CharField, Exists, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.http import Http404

from accounts.models import Organisation, User
from contracts.models import ContractVersion, Period
from payments.domain import money, statements
from payments.domain.statements import Line
from payments.models import Statement, StatementEvent, StatementLine
from payments.selectors import payers
from stages.models import Programme

OPEN, PROPOSED, QUERIED, APPROVED = "open", "proposed", "queried", "approved"
IN_PAYMENT, PAID, RECONCILED = "in_payment", "paid", "reconciled"
STATES = (
    (OPEN, "Open"),
    (PROPOSED, "Proposed"),
    (QUERIED, "Queried"),
    (APPROVED, "Approved"),
    (IN_PAYMENT, "In payment"),
    (PAID, "Paid"),
    (RECONCILED, "Reconciled"),
)
Kind = StatementEvent.Kind
ENDS = (Kind.RESOLVED, Kind.OVERRIDDEN)


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


def borne(statement: Statement, lines: Sequence[Line]) -> list[tuple[str, Decimal]]:
    """What each payer bears of a statement with these lines, by the payer's code. The parts add up to its total."""
    return [(one.code, one.amount) for one in payers.of(statement, lines).payers]


def as_document(statement: Statement) -> dict[str, Any]:
    """The statement as the command `statement` prints it. Amounts are strings with two decimals."""
    lines = lines_of(statement)
    who = payers.of(statement, lines)
    found: dict[str, Any] = {
        "programme": statement.programme.slug,
        "agent": statement.agent.code,
        "period": statement.period.code,
        "state": APPROVED if statement.approved_at else OPEN,
        "lines": [line.document() for line in lines],
        "total": money.text(statements.total(lines)),
        "payers": [{"principal": one.code, "amount": money.text(one.amount)} for one in who.payers],
    }
    if who.met:
        found["payer_caps"] = [one.document() for one in who.met]
    return found


def agent_named(programme: Programme, code: str) -> Organisation | None:
    """The agent of the programme by its code: one with a statement, or one for which somebody acts."""
    with_statement = Q(pk__in=Statement.objects.filter(programme=programme).values("agent"))
    acting = Q(pk__in=programme.memberships.filter(role="agent").values("organisation"))
    return Organisation.objects.filter(with_statement | acting, code=code).first()


def empty_document(programme: Programme, agent: Organisation, period: Period) -> dict[str, Any]:
    """What the command prints when nothing was priced for the period yet."""
    return as_document(Statement(programme=programme, agent=agent, period=period))


def with_state(found: "QuerySet[Statement]") -> "QuerySet[Statement]":
    """The statements with their `state`, read from what happened to them.

    An open query comes before a proposal. A proposal stands while no later run has entered anything.
    """
    events = StatementEvent.objects.filter(statement=OuterRef("pk"))
    ended = StatementEvent.objects.filter(upon=OuterRef("pk"), kind__in=ENDS)
    latest = StatementLine.objects.filter(statement=OuterRef("pk")).order_by("-run_id").values("run_id")[:1]
    return found.alias(latest_run=Subquery(latest)).annotate(
        state=Case(
            *(When(Exists(events.filter(kind=kind)), then=Value(kind)) for kind in (RECONCILED, PAID, IN_PAYMENT)),
            When(approved_at__isnull=False, then=Value(APPROVED)),
            When(Exists(events.filter(~Exists(ended), kind=Kind.QUERIED)), then=Value(QUERIED)),
            When(Exists(events.filter(kind=Kind.PROPOSED, run=OuterRef("latest_run"))), then=Value(PROPOSED)),
            default=Value(OPEN),
            output_field=CharField(),
        )
    )


def in_state(found: "QuerySet[Statement]", state: str) -> "QuerySet[Statement]":
    """The statements that are in this state, of those that `with_state` read."""
    wanted: dict[str, Any] = {"state": state}
    return found.filter(**wanted)


def state_of(statement: Statement) -> str:
    """One of `STATES`."""
    known = getattr(statement, "state", None)
    if known is not None:
        return str(known)
    found = with_state(Statement.objects.filter(pk=statement.pk)).first()
    return str(getattr(found, "state", OPEN))


def latest_run(statement: Statement) -> int | None:
    """The latest pricing run that entered anything on the statement."""
    lines = StatementLine.objects.filter(statement=statement).order_by("-run_id")
    return lines.values_list("run_id", flat=True).first()


def last_runs_and_totals(found: Iterable[Statement]) -> dict[int, tuple[int, Decimal]]:
    """By statement: the latest run that entered anything on it, and what its lines come to."""
    lines = StatementLine.objects.filter(statement__in=[one.pk for one in found]).order_by()
    rows = lines.values_list("statement").annotate(Max("run_id"), Sum("net"))
    return {statement: (run, net) for statement, run, net in rows}


def proposal_of(statement: Statement) -> StatementEvent | None:
    """The proposal that stands, or that was approved."""
    proposals = statement.events.filter(kind=Kind.PROPOSED).select_related("by").order_by("-pk")
    return proposals.filter(run=latest_run(statement)).first()


def lapsed(statement: Statement) -> bool:
    """Whether something was proposed, and a later run has changed it since."""
    return proposal_of(statement) is None and was_proposed(statement)


def was_proposed(statement: Statement) -> bool:
    """Whether it was ever proposed, as it stood then."""
    return statement.events.filter(kind=Kind.PROPOSED).exists()


def signed_in_words(statement: Statement) -> str:
    """What signing did, in a sentence."""
    if statement.approved_at:
        return "The statement is approved. Its lines and its total are fixed."
    return "You have signed the statement off. Somebody else must sign as well before it is approved."


def acceptance_of(proposal: StatementEvent) -> StatementEvent | None:
    """What the agent said to the proposal, if it has accepted it."""
    return proposal.followed_by.filter(kind=Kind.ACCEPTED).select_related("by").first()


def open_queries(statement: Statement) -> "QuerySet[StatementEvent]":
    """The queries that nobody has resolved or overridden, the oldest first."""
    ended = StatementEvent.objects.filter(upon=OuterRef("pk"), kind__in=ENDS)
    return statement.events.filter(~Exists(ended), kind=Kind.QUERIED).order_by("pk")


def statement_for(viewer: User, programme: Programme, pk: int) -> Statement:
    """The statement, if the viewer may see it; otherwise the page does not exist for them."""
    found = Statement.objects.visible_to(viewer).filter(programme=programme, pk=pk)
    statement = found.select_related("programme", "agent", "period", "approved_by").first()
    if statement is None:
        raise Http404("No such statement")
    return statement

"""Query, answer and approve statements."""

from datetime import datetime

from django.db import transaction

from accounts.actions import audit
from accounts.errors import Forbidden, Refused
from accounts.models import Role, User
from govuk import formats
from outcomes.models import Submission
from payments import permissions
from payments.domain import money, statements
from payments.models import Statement, StatementEvent
from payments.selectors import statements as selectors
from stages import permissions as stage_permissions


class StatementRefused(Refused):
    """The statement cannot be changed in this way as it stands."""


@transaction.atomic
def approve(*, statement: Statement, by: User, at: datetime, seen: str = "") -> Statement:
    """Approve a statement on behalf of the principal. Its lines and its total are frozen for good.

    Whoever sent files for the agent in this programme may not approve (segregation of duties), nor may a statement
    with an unanswered query be approved. `seen` is the total as the person saw it: where it is given and differs,
    nothing is approved. What changes later lands as an adjustment on the agent's next open statement.
    """
    permissions.require(by, "statement.approve", statement.programme)
    _require_no_part_in_claims(by, statement)
    locked = _lock_open(statement)
    if selectors.state_of(locked) == selectors.QUERIED:
        raise StatementRefused("A query on this statement is not answered yet. Answer it first.")
    lines = selectors.lines_of(locked)
    total = statements.total(lines)
    if seen and seen != money.text(total):
        raise StatementRefused(
            f"The statement was priced again and now comes to {formats.money(total)}. Look at it and approve it again."
        )
    locked.lines, locked.total = [line.document() for line in lines], total
    locked.approved_at, locked.approved_by = at, by
    locked.save(update_fields=["lines", "total", "approved_at", "approved_by"])
    _record(locked, StatementEvent.Kind.APPROVED, "", by, at, {"total": locked.total, "lines": len(lines)})
    return locked


@transaction.atomic
def query(*, statement: Statement, text: str, by: User, at: datetime) -> StatementEvent:
    """Ask about a statement. It cannot be approved until somebody answers."""
    _require_party(by, "statement.query", statement)
    locked = _lock_open(statement)
    return _record(locked, StatementEvent.Kind.QUERIED, _words(text, "what you want to know"), by, at)


@transaction.atomic
def answer(*, statement: Statement, text: str, by: User, at: datetime) -> StatementEvent:
    """Answer the query on a statement."""
    _require_party(by, "statement.answer", statement)
    locked = _lock_open(statement)
    if selectors.state_of(locked) != selectors.QUERIED:
        raise StatementRefused("There is no query on this statement that waits for an answer.")
    return _record(locked, StatementEvent.Kind.ANSWERED, _words(text, "your answer"), by, at)


def _require_party(by: User, action: str, statement: Statement) -> None:
    """The permission; and an agent's people act on the statements of their own organisation only."""
    permissions.require(by, action, statement.programme)
    if not by.is_system and not Statement.objects.visible_to(by).filter(pk=statement.pk).exists():
        raise Forbidden("This statement belongs to another agent.")


def _require_no_part_in_claims(by: User, statement: Statement) -> None:
    """Nobody approves what they, or the agent they also act for, submitted."""
    sent = Submission.objects.filter(programme=statement.programme, agent=statement.agent, submitted_by=by)
    acts_for = stage_permissions.organisations(by, statement.programme, Role.AGENT)
    if sent.exists() or statement.agent in acts_for:
        raise Forbidden(
            f"You have sent files for {statement.agent} or act for it, so somebody else of the principal must approve."
        )


def _lock_open(statement: Statement) -> Statement:
    """The statement, locked until the end of the transaction, and still open."""
    locked = (
        Statement.objects.select_for_update(of=("self",))
        .select_related("programme", "agent", "period", "approved_by")
        .get(pk=statement.pk)
    )
    if locked.approved_at:
        raise StatementRefused(
            f"{locked.approved_by} approved this statement on {formats.uk_date(locked.approved_at)}. "
            "What changes now is stated on the agent's next open statement."
        )
    return locked


def _words(text: str, what: str) -> str:
    if not text.strip():
        raise StatementRefused(f"Enter {what}.")
    return text.strip()


def _record(
    statement: Statement, kind: str, text: str, by: User, at: datetime, after: dict[str, object] | None = None
) -> StatementEvent:
    event = StatementEvent.objects.create(statement=statement, kind=kind, text=text, by=by, at=at)
    audit.record(
        by=by,
        at=at,
        action=f"payments.statement.{kind}",
        programme=statement.programme.slug,
        subject=statement,
        after=after or {"text": text},
    )
    return event

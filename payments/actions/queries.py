"""Queries on statements: a thread on a line or on the whole, resolved by whoever asked."""

from datetime import datetime

from django.db import transaction

from accounts.errors import Forbidden
from accounts.models import User
from payments import permissions
from payments.actions import statements
from payments.actions.statements import StatementRefused
from payments.models import Statement, StatementEvent
from payments.selectors import queries as selectors

Kind = StatementEvent.Kind


@transaction.atomic
def ask(*, statement: Statement, text: str, by: User, at: datetime, line: str = "") -> StatementEvent:
    """Ask about a statement, or about its line of this code. Approval waits until the query is resolved."""
    permissions.require_party(by, "statement.query", statement)
    locked = statements.lock_open(statement)
    words = _words(text, "what you want to know")
    about = selectors.line_in_words(locked, line) if line else ""
    if line and not about:
        raise StatementRefused("The statement has no such line any more. Select another, or the whole statement.")
    return statements.record(locked, Kind.QUERIED, text=words, by=by, at=at, line=line, about=about)


@transaction.atomic
def answer(*, query: StatementEvent, text: str, by: User, at: datetime) -> StatementEvent:
    """Answer a query, or ask further within it."""
    permissions.require_party(by, "statement.answer" if by != query.by else "statement.query", query.statement)
    locked = _lock(query)
    return statements.record(locked, Kind.ANSWERED, text=_words(text, "your answer"), by=by, at=at, upon=query)


@transaction.atomic
def resolve(*, query: StatementEvent, by: User, at: datetime) -> StatementEvent:
    """Say that one's own query is settled."""
    if by != query.by:
        raise Forbidden(f"{query.by} asked, and says when the query is resolved.")
    locked = _lock(query)
    return statements.record(locked, Kind.RESOLVED, by=by, at=at, upon=query)


def _lock(query: StatementEvent) -> Statement:
    """The query's statement, locked and open, while the query itself is open."""
    locked = statements.lock_open(query.statement)
    if not selectors.is_open(query):
        raise StatementRefused("This query is resolved already. Ask again if something is left.")
    return locked


def _words(text: str, what: str) -> str:
    if not text.strip():
        raise StatementRefused(f"Enter {what}.")
    return text.strip()

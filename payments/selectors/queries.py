"""Queries on a statement as threads: who asked what about which line, what was answered, and how it ended."""

import dataclasses
from collections.abc import Sequence

from django.http import Http404

from accounts.models import User
from payments import permissions
from payments.models import Statement, StatementEvent
from payments.selectors import statement_pages, statements

Kind = StatementEvent.Kind


@dataclasses.dataclass(frozen=True)
class Thread:
    """A query with what followed. `waits_for_answer` says whose turn it is while it is open."""

    query: StatementEvent
    answers: list[StatementEvent]
    end: StatementEvent | None

    @property
    def is_open(self) -> bool:
        return self.end is None

    @property
    def waits_for_answer(self) -> bool:
        return self.is_open and (not self.answers or self.answers[-1].by_id == self.query.by_id)


def threads_of(statement: Statement) -> list[Thread]:
    """All queries, open ones first, in the order in which they were asked."""
    return threads_among(list(statement.events.select_related("by", "statement").order_by("pk")))


def threads_among(events: Sequence[StatementEvent]) -> list[Thread]:
    """The same, of the events of one statement, the oldest first."""
    found = [_thread(event, events) for event in events if event.kind == Kind.QUERIED]
    return sorted(found, key=lambda thread: not thread.is_open)


def _thread(query: StatementEvent, events: Sequence[StatementEvent]) -> Thread:
    own = [event for event in events if event.upon_id == query.pk]
    answers = [event for event in own if event.kind == Kind.ANSWERED]
    return Thread(query, answers, next((event for event in own if event.kind in statements.ENDS), None))


def query_for(statement: Statement, pk: int) -> Thread:
    """The thread of one query; the page does not exist when the statement has no such query."""
    for thread in threads_of(statement):
        if thread.query.pk == pk:
            return thread
    raise Http404("No such query")


def is_open(query: StatementEvent) -> bool:
    return not query.followed_by.filter(kind__in=statements.ENDS).exists()


def line_choices(statement: Statement, viewer: User) -> list[tuple[str, str]]:
    """The whole statement and the lines that the viewer may see one by one, to select from."""
    shown = statement_pages.page(statement, viewer)
    return [("", "The whole statement"), *((one.code, _words(one)) for one in shown.lines)]


def line_in_words(statement: Statement, code: str) -> str:
    """The line of this code in words; empty when there is none."""
    try:
        return _words(statement_pages.line_of(statement, code))
    except Http404:
        return ""


def _words(one: statement_pages.ShownLine) -> str:
    whom = ", ".join(part for part in (one.outcome, one.segment) if part)
    adjustment = " (adjustment)" if one.line.kind == "adjustment" else ""
    return f"{one.name}{adjustment}: {whom}"[:300] if whom else f"{one.name}{adjustment}"


def may_answer(viewer: User, thread: Thread) -> bool:
    """Those who may answer, other than with a first answer to themselves; the one who asked may go on asking."""
    action = "statement.query" if viewer == thread.query.by else "statement.answer"
    allowed = permissions.can(viewer, action, thread.query.statement.programme)
    return thread.is_open and allowed and not (viewer == thread.query.by and not thread.answers)

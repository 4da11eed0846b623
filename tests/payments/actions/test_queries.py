"""Queries as threads on statements and their lines."""

import pytest

from accounts.errors import Forbidden
from accounts.models import AuditEntry, Role
from payments.actions import queries, statements
from payments.actions.statements import StatementRefused
from payments.models import Statement
from payments.selectors import queries as query_selectors
from payments.selectors import statement_pages
from payments.selectors import statements as selectors
from tests import builders
from tests.payments.scheme import MAY, PRICED, Scheme


@pytest.fixture
def statement(scheme: Scheme) -> Statement:
    """The second quarter's, with one job, proposed to the agent."""
    scheme.claim(scheme.start("P1"), MAY)
    scheme.price()
    scheme.propose("2026-q2")
    return scheme.statement("2026-q2")


def test_a_query_holds_approval_up_until_whoever_asked_says_it_is_resolved(
    scheme: Scheme, statement: Statement
) -> None:
    asked = queries.ask(statement=statement, text=" Which job? ", by=scheme.place.for_agent, at=PRICED)
    assert (asked.text, selectors.state_of(statement)) == ("Which job?", "queried")
    queries.answer(query=asked, text="The one in May.", by=scheme.place.for_principal, at=PRICED)
    assert selectors.state_of(statement) == "queried"
    with pytest.raises(StatementRefused, match="still open"):
        scheme.accept("2026-q2")
    with pytest.raises(Forbidden, match="says when the query is resolved"):
        queries.resolve(query=asked, by=scheme.place.for_principal, at=PRICED)
    queries.resolve(query=asked, by=scheme.place.for_agent, at=PRICED)
    assert selectors.state_of(statement) == "proposed"
    with pytest.raises(StatementRefused, match="resolved already"):
        queries.resolve(query=asked, by=scheme.place.for_agent, at=PRICED)
    with pytest.raises(StatementRefused, match="resolved already"):
        queries.answer(query=asked, text="And?", by=scheme.place.for_agent, at=PRICED)
    scheme.accept("2026-q2")
    assert scheme.approve("2026-q2").approved_at
    assert AuditEntry.objects.filter(action="payments.statement.resolved").count() == 1


def test_an_open_query_is_overridden_with_a_reason_only(scheme: Scheme, statement: Statement) -> None:
    scheme.accept("2026-q2")
    asked = queries.ask(statement=statement, text="Which job?", by=scheme.place.for_agent, at=PRICED)
    with pytest.raises(StatementRefused, match="not resolved"):
        scheme.approve("2026-q2")
    by = scheme.place.for_principal
    assert statements.approve(statement=statement, by=by, at=PRICED, override="The payroll shows it.").approved_at
    [thread] = query_selectors.threads_of(statement)
    assert thread.query == asked
    assert thread.end is not None
    assert (thread.end.kind, thread.end.text) == ("overridden", "The payroll shows it.")


def test_a_query_on_a_line_keeps_the_line_in_words(scheme: Scheme, statement: Statement) -> None:
    [line] = statement_pages.page(statement, scheme.place.for_agent).lines
    asked = queries.ask(statement=statement, text="Why?", line=line.code, by=scheme.place.for_agent, at=PRICED)
    assert asked.about.startswith("Job outcome fee: Outcome job")
    with pytest.raises(StatementRefused, match="no such line"):
        queries.ask(statement=statement, text="Why?", line="nothing", by=scheme.place.for_agent, at=PRICED)


def test_whose_turn_it_is(scheme: Scheme, statement: Statement) -> None:
    agent, principal = scheme.place.for_agent, scheme.place.for_principal
    asked = queries.ask(statement=statement, text="Why?", by=agent, at=PRICED)
    assert query_selectors.threads_of(statement)[0].waits_for_answer
    queries.answer(query=asked, text="So.", by=principal, at=PRICED)
    assert not query_selectors.threads_of(statement)[0].waits_for_answer
    queries.answer(query=asked, text="But why?", by=agent, at=PRICED)
    assert query_selectors.threads_of(statement)[0].waits_for_answer


def test_who_may_query_and_answer(scheme: Scheme, statement: Statement) -> None:
    for role in (Role.EXPERT_BODY, Role.ANALYST, Role.ADMINISTRATOR):
        with pytest.raises(Forbidden):
            queries.ask(statement=statement, text="Why?", by=builders.member(scheme.programme, role), at=PRICED)
    with pytest.raises(Forbidden, match="another agent"):
        queries.ask(statement=statement, text="Why?", by=builders.member(scheme.programme, Role.AGENT), at=PRICED)
    with pytest.raises(StatementRefused, match="Enter what"):
        queries.ask(statement=statement, text="  ", by=scheme.place.for_agent, at=PRICED)
    asked = queries.ask(statement=statement, text="Why?", by=scheme.place.for_agent, at=PRICED)
    with pytest.raises(Forbidden):
        queries.answer(query=asked, text="So", by=builders.member(scheme.programme, Role.VERIFIER), at=PRICED)


def test_nothing_is_asked_about_an_approved_statement(scheme: Scheme, statement: Statement) -> None:
    scheme.accept("2026-q2")
    scheme.approve("2026-q2")
    with pytest.raises(StatementRefused, match="approved this statement on"):
        queries.ask(statement=statement, text="Why?", by=scheme.place.for_agent, at=PRICED)

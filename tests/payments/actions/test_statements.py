"""Approving, querying and answering."""

import threading
from decimal import Decimal

import pytest
from django.db import connection

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry, Role, User
from payments.actions import statements
from payments.actions.statements import StatementRefused
from payments.models import Statement, StatementEvent
from payments.selectors import statements as selectors
from tests import builders
from tests.payments.scheme import MAY, PRICED, Scheme
from tests.payments.scheme import scheme as make_scheme


@pytest.fixture
def statement(scheme: Scheme) -> Statement:
    """The second quarter's, with one job."""
    scheme.claim(scheme.start("P1"), MAY)
    scheme.price()
    return scheme.statement("2026-q2")


def test_approval_freezes_the_lines_and_the_total(scheme: Scheme, statement: Statement) -> None:
    approved = scheme.approve("2026-q2")
    assert (approved.approved_by, approved.approved_at, approved.total) == (
        scheme.place.for_principal, PRICED, Decimal("1150.00"),
    )  # fmt: skip
    assert approved.lines == [
        {
            "kind": "payment", "rule": "job-fee", "outcome": "job", "segment": "young", "count": 1,
            "unit_amount": "1200.00", "gross": "1200.00", "deadweight": "0.00", "cap": "50.00", "net": "1150.00",
            "version": 1,
        }
    ]  # fmt: skip
    assert selectors.as_document(approved)["payers"] == [
        {"principal": "treasury", "amount": "766.67"},
        {"principal": "council", "amount": "383.33"},
    ]
    assert statement.events.get().kind == StatementEvent.Kind.APPROVED
    audit = AuditEntry.objects.get(action="payments.statement.approved")
    assert (audit.by, audit.subject_id) == (scheme.place.for_principal, str(statement.pk))


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PRINCIPAL])
def test_only_the_principal_approves(scheme: Scheme, statement: Statement, role: Role) -> None:
    with pytest.raises(Forbidden):
        scheme.approve("2026-q2", by=builders.member(scheme.programme, role))


def test_nobody_approves_what_they_submitted(scheme: Scheme, statement: Statement) -> None:
    both = builders.member(scheme.programme, Role.AGENT, organisation=scheme.agent)
    scheme.send(by=both)
    scheme.programme.memberships.filter(user=both).delete()
    builders.member(scheme.programme, Role.PRINCIPAL, organisation=scheme.place.principal, user=both)
    with pytest.raises(Forbidden, match="sent files"):
        scheme.approve("2026-q2", by=both)


def test_nobody_approves_for_an_agent_for_whom_they_act(scheme: Scheme, statement: Statement) -> None:
    both = builders.member(scheme.programme, Role.AGENT, organisation=scheme.agent)
    builders.member(scheme.programme, Role.PRINCIPAL, organisation=scheme.place.principal, user=both)
    with pytest.raises(Forbidden, match="act for it"):
        scheme.approve("2026-q2", by=both)


def test_a_statement_that_changed_since_it_was_seen_is_not_approved(scheme: Scheme, statement: Statement) -> None:
    scheme.claim(scheme.start("P2"), MAY)
    scheme.price()
    by = scheme.place.for_principal
    with pytest.raises(StatementRefused, match=r"now comes to £2,300\.00"):
        statements.approve(statement=statement, by=by, at=PRICED, seen="1150.00")
    assert statements.approve(statement=statement, by=by, at=PRICED, seen="2300.00").total == Decimal("2300.00")


def test_a_statement_is_approved_once(scheme: Scheme, statement: Statement) -> None:
    scheme.approve("2026-q2")
    with pytest.raises(StatementRefused, match="approved this statement on"):
        scheme.approve("2026-q2")


def test_a_query_holds_approval_up_until_it_is_answered(scheme: Scheme, statement: Statement) -> None:
    asked = statements.query(statement=statement, text=" Which job? ", by=scheme.place.for_principal, at=PRICED)
    assert asked.text == "Which job?"
    assert selectors.state_of(statement) == "queried"
    with pytest.raises(StatementRefused, match="not answered"):
        scheme.approve("2026-q2")
    statements.answer(statement=statement, text="The one in May.", by=scheme.place.for_agent, at=PRICED)
    assert selectors.state_of(statement) == "open"
    assert scheme.approve("2026-q2").total == Decimal("1150.00")
    assert [event.kind for event in statement.events.order_by("pk")] == ["queried", "answered", "approved"]
    assert AuditEntry.objects.filter(action__startswith="payments.statement.").count() == 3


def test_a_query_and_an_answer_need_words_and_something_to_answer(scheme: Scheme, statement: Statement) -> None:
    by = scheme.place.for_principal
    with pytest.raises(StatementRefused, match="Enter what"):
        statements.query(statement=statement, text="  ", by=by, at=PRICED)
    with pytest.raises(StatementRefused, match="no query"):
        statements.answer(statement=statement, text="Yes", by=by, at=PRICED)


def test_who_may_query_and_answer(scheme: Scheme, statement: Statement) -> None:
    for role in (Role.EXPERT_BODY, Role.ANALYST, Role.ADMINISTRATOR):
        with pytest.raises(Forbidden):
            statements.query(statement=statement, text="Why?", by=builders.member(scheme.programme, role), at=PRICED)
    stranger = builders.member(scheme.programme, Role.AGENT)
    with pytest.raises(Forbidden, match="another agent"):
        statements.query(statement=statement, text="Why?", by=stranger, at=PRICED)
    statements.query(statement=statement, text="Why?", by=scheme.place.for_agent, at=PRICED)
    verifier = builders.member(scheme.programme, Role.VERIFIER)
    with pytest.raises(Forbidden):
        statements.answer(statement=statement, text="So", by=verifier, at=PRICED)


@pytest.mark.django_db(transaction=True)
def test_two_people_approving_at_once_approve_once() -> None:
    scheme = make_scheme()
    scheme.claim(scheme.start("P1"), MAY)
    scheme.price()
    organisation = scheme.place.principal
    people = [builders.member(scheme.programme, Role.PRINCIPAL, organisation=organisation) for _ in range(2)]
    together = threading.Barrier(2)
    outcomes: list[str] = []

    def approve(by: User) -> None:
        try:
            together.wait()
            scheme.approve("2026-q2", by=by)
            outcomes.append("approved")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=approve, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["approved", "refused"]
    assert StatementEvent.objects.filter(kind="approved").count() == 1

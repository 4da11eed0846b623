"""Proposing, accepting, signing off and approving."""

import functools
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry, Role
from notifications.models import Event
from outcomes.models import Claim, ClaimState
from payments.actions import sign_offs, statements
from payments.actions.statements import StatementRefused
from payments.domain.sign_offs import DEFAULT, Band
from payments.models import Statement, StatementEvent
from payments.selectors import integrity, statement_steps
from payments.selectors import sign_offs as sign_off_selectors
from payments.selectors import statements as selectors
from tests import builders, webhook_shapes
from tests.payments.scheme import MAY, PRICED, Scheme, at_once
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
    kinds = [event.kind for event in statement.events.order_by("pk")]
    assert kinds == ["proposed", "accepted", "signed", "approved"]
    audit = AuditEntry.objects.get(action="payments.statement.approved")
    assert (audit.by, audit.subject_id) == (scheme.place.for_principal, str(statement.pk))


def test_a_statement_on_which_nothing_is_left_settles_by_its_approval(scheme: Scheme) -> None:
    claim = scheme.claim(scheme.start("P1"), MAY)
    scheme.price()
    scheme.state(claim, ClaimState.State.WITHDRAWN)
    scheme.price()
    approved = scheme.approve("2026-q2")
    assert (approved.lines, approved.total) == ([], Decimal(0))
    assert selectors.state_of(approved) == "reconciled"
    assert integrity.verify().broken is None


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PRINCIPAL])
def test_only_the_principal_approves(scheme: Scheme, statement: Statement, role: Role) -> None:
    with pytest.raises(Forbidden):
        scheme.approve("2026-q2", by=builders.member(scheme.programme, role))


def test_nobody_approves_what_they_submitted(scheme: Scheme, statement: Statement) -> None:
    both = builders.member(scheme.programme, Role.AGENT, organisation=scheme.agent)
    scheme.send(by=both)
    scheme.programme.memberships.filter(user=both).delete()
    builders.member(scheme.programme, Role.PRINCIPAL, organisation=scheme.place.principal, user=both)
    with pytest.raises(Forbidden, match="You have sent files"):
        scheme.approve("2026-q2", by=both)


def test_nobody_approves_for_an_agent_for_whom_they_act(scheme: Scheme, statement: Statement) -> None:
    both = builders.member(scheme.programme, Role.AGENT, organisation=scheme.agent)
    builders.held_before(scheme.programme, Role.PRINCIPAL, both, scheme.place.principal)
    with pytest.raises(Forbidden, match="belong to it"):
        scheme.approve("2026-q2", by=both)


def test_a_statement_that_changed_since_it_was_seen_is_not_approved(scheme: Scheme, statement: Statement) -> None:
    scheme.claim(scheme.start("P2"), MAY)
    scheme.price()
    scheme.propose("2026-q2")
    scheme.accept("2026-q2")
    by = scheme.place.for_principal
    with pytest.raises(StatementRefused, match=r"now comes to £2,300\.00"):
        statements.approve(statement=statement, by=by, at=PRICED, seen="1150.00")
    assert statements.approve(statement=statement, by=by, at=PRICED, seen="2300.00").total == Decimal("2300.00")


def test_a_statement_is_approved_once(scheme: Scheme, statement: Statement) -> None:
    scheme.approve("2026-q2")
    with pytest.raises(StatementRefused, match="approved this statement on"):
        scheme.approve("2026-q2")


def test_a_statement_is_proposed_accepted_and_then_approved(scheme: Scheme, statement: Statement) -> None:
    with pytest.raises(StatementRefused, match="not proposed"):
        statements.approve(statement=statement, by=scheme.place.for_principal, at=PRICED)
    assert selectors.state_of(statement) == "open"
    proposal = scheme.propose("2026-q2")
    assert (selectors.state_of(statement), proposal.total) == ("proposed", Decimal("1150.00"))
    told = Event.objects.get(kind="statement.proposed")
    webhook_shapes.require_described(told)
    assert (told.data["statement"], told.organisations) == (statement.pk, [statement.agent_id])
    assert "1150" not in str(told.data)
    with pytest.raises(StatementRefused, match="proposed already"):
        scheme.propose("2026-q2")
    with pytest.raises(StatementRefused, match="has until"):
        statements.approve(statement=statement, by=scheme.place.for_principal, at=PRICED)
    scheme.accept("2026-q2")
    with pytest.raises(StatementRefused, match="accepted already"):
        scheme.accept("2026-q2")
    assert scheme.approve("2026-q2").approved_at
    assert selectors.state_of(statement) == "approved"


def test_silence_accepts_once_the_day_is_over(scheme: Scheme, statement: Statement) -> None:
    scheme.propose("2026-q2")
    after = PRICED + timedelta(days=1)
    assert statements.approve(statement=statement, by=scheme.place.for_principal, at=after).approved_at


def test_a_later_run_ends_the_proposal_and_its_sign_offs(scheme: Scheme, statement: Statement) -> None:
    for_two(scheme)
    scheme.approve("2026-q2")
    scheme.claim(scheme.start("P2"), MAY)
    scheme.price()
    assert selectors.state_of(statement) == "open"
    with pytest.raises(StatementRefused, match="priced again since it was proposed"):
        statements.approve(statement=statement, by=scheme.place.for_principal, at=PRICED)
    scheme.propose("2026-q2")
    steps = statement_steps.of(statement, scheme.place.for_principal, PRICED.date())
    assert (steps.signed.needed, steps.signed.given) == (2, [])


def test_only_the_agent_itself_accepts(scheme: Scheme, statement: Statement) -> None:
    scheme.propose("2026-q2")
    for person in (scheme.place.for_principal, builders.member(scheme.programme, Role.AGENT)):
        with pytest.raises(Forbidden):
            statements.accept(statement=statement, by=person, at=PRICED)


def for_two(scheme: Scheme) -> None:
    """Every amount needs two people."""
    sign_offs.set_bands(
        programme=scheme.programme, bands=[Band(None, 2)], reason="The auditors asked for it.",
        by=builders.member(scheme.programme, Role.COMMISSIONER), at=PRICED,
    )  # fmt: skip


def test_an_amount_of_the_upper_band_needs_two_different_people(scheme: Scheme, statement: Statement) -> None:
    for_two(scheme)
    assert scheme.approve("2026-q2").approved_at is None
    with pytest.raises(StatementRefused, match="signed this statement off already"):
        scheme.approve("2026-q2")
    second = builders.member(scheme.programme, Role.PRINCIPAL, organisation=scheme.place.principal)
    assert scheme.approve("2026-q2", by=second).approved_by == second
    assert statement.events.filter(kind="signed").count() == 2


def test_the_bands_are_the_commissioners_and_their_history_stays(scheme: Scheme) -> None:
    assert sign_off_selectors.bands_of(scheme.programme) == DEFAULT
    with pytest.raises(Forbidden):
        sign_offs.set_bands(
            programme=scheme.programme, bands=DEFAULT, reason="So", by=scheme.place.for_principal, at=PRICED
        )
    for_two(scheme)
    with pytest.raises(Refused, match="cannot need fewer"):
        sign_offs.set_bands(
            programme=scheme.programme, bands=[Band(Decimal(5), 2), Band(None, 1)], reason="So", by=builders.system(),
            at=PRICED,
        )  # fmt: skip
    [(rule, words)] = sign_off_selectors.history(scheme.programme)
    assert (rule.reason, words) == ("The auditors asked for it.", ["Every amount: 2 different people"])
    assert AuditEntry.objects.filter(action="payments.signoffs.set").count() == 1


def test_the_database_itself_refuses_a_sign_off_by_who_had_a_part_in_it(scheme: Scheme, statement: Statement) -> None:
    proposal = scheme.propose("2026-q2")
    verifier = builders.member(scheme.programme, Role.PRINCIPAL, organisation=scheme.place.principal)
    ClaimState.objects.create(
        claim=Claim.objects.get(), state="verified", reason="Seen", changed_by=verifier, changed_at=PRICED
    )
    scheme.accept("2026-q2")
    with pytest.raises(Forbidden, match="You verified claims"):
        scheme.approve("2026-q2", by=verifier)
    for person in (verifier, scheme.place.for_agent):
        with pytest.raises(DatabaseError, match="nobody approves"), transaction.atomic():
            StatementEvent.objects.create(statement=statement, kind="signed", by=person, at=PRICED, upon=proposal)


@pytest.mark.django_db(transaction=True)
@pytest.mark.fault("Two people approve one statement at once")
def test_two_people_approving_at_once_approve_once() -> None:
    scheme = make_scheme()
    scheme.claim(scheme.start("P1"), MAY)
    scheme.price()
    scheme.propose("2026-q2")
    scheme.accept("2026-q2")
    organisation = scheme.place.principal
    people = [builders.member(scheme.programme, Role.PRINCIPAL, organisation=organisation) for _ in range(2)]
    done = at_once([functools.partial(scheme.approve, "2026-q2", by=person) for person in people])
    assert sorted(done) == ["done", "refused"]
    assert StatementEvent.objects.filter(kind="approved").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_who_sign_at_once_where_two_must_approve_together() -> None:
    scheme = make_scheme()
    scheme.claim(scheme.start("P1"), MAY)
    scheme.price()
    for_two(scheme)
    scheme.propose("2026-q2")
    scheme.accept("2026-q2")
    organisation = scheme.place.principal
    people = [builders.member(scheme.programme, Role.PRINCIPAL, organisation=organisation) for _ in range(2)]
    at_once([functools.partial(scheme.approve, "2026-q2", by=person) for person in people])
    assert scheme.statement("2026-q2").approved_at
    assert StatementEvent.objects.filter(kind="signed").count() == 2
    assert StatementEvent.objects.filter(kind="approved").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_pricing_and_an_approval_at_once_put_every_penny_on_one_statement() -> None:
    """Either the second job is on the statement, so that it has to be proposed again, or it is an adjustment later."""
    scheme = make_scheme()
    scheme.claim(scheme.start("P1"), MAY)
    scheme.price()
    scheme.propose("2026-q2")
    scheme.accept("2026-q2")
    scheme.claim(scheme.start("P2"), MAY)
    done = at_once([scheme.price, functools.partial(scheme.approve, "2026-q2")])
    approved = scheme.statement("2026-q2").approved_at is not None
    totals = {one.period.code: selectors.as_document(one)["total"] for one in Statement.objects.all()}
    assert sorted(done) == (["done", "done"] if approved else ["done", "refused"])
    later = {"2026-q2": "1150.00", "2026-q3": "1150.00"} if approved else {"2026-q2": "2300.00"}
    assert totals == {"2026-q1": "800.00", **later}
    assert scheme.price() is None
    assert integrity.verify().broken is None

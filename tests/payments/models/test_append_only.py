"""The database itself refuses to change what was stated."""

import pytest
from django.db import DatabaseError, connection, transaction

from payments.models import LedgerEntry
from tests.payments.scheme import MAY, Scheme


@pytest.fixture
def priced(scheme: Scheme) -> Scheme:
    scheme.claim(scheme.start("P1"), MAY)
    scheme.price()
    return scheme


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE payments_ledgerentry SET net = net + 1, gross = gross + 1",
        "DELETE FROM payments_ledgerentry",
        "UPDATE payments_pricingrun SET net = 0",
        "DELETE FROM payments_pricingrun",
        "UPDATE payments_statementline SET net = 0",
        "DELETE FROM payments_statementline",
        "DELETE FROM payments_statement",
    ],
)
def test_raw_statements_cannot_change_the_ledger(priced: Scheme, statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_approved_statement_and_its_events_stay_as_they_are(priced: Scheme) -> None:
    priced.approve("2026-q2")
    for statement in (
        "UPDATE payments_statement SET total = 0 WHERE approved_at IS NOT NULL",
        "UPDATE payments_statementevent SET text = 'x'",
        "DELETE FROM payments_statementevent",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_an_approved_statement_takes_no_further_entries(priced: Scheme) -> None:
    approved = priced.approve("2026-q2")
    entry = LedgerEntry.objects.filter(statement=approved).get()
    entry.pk = None
    with pytest.raises(DatabaseError, match="takes no further entries"), transaction.atomic():
        entry.save(force_insert=True)


def test_an_entry_that_does_not_add_up_is_refused(priced: Scheme) -> None:
    entry = LedgerEntry.objects.order_by("pk")[0]
    entry.pk, entry.net = None, entry.net + 1
    with pytest.raises(DatabaseError, match="adds_up"), transaction.atomic():
        entry.save(force_insert=True)


@pytest.mark.parametrize("field", ["run_id", "statement_id", "participant_id", "claim_id", "version_id"])
def test_an_entry_that_refers_to_nothing_is_refused(priced: Scheme, field: str) -> None:
    entry = LedgerEntry.objects.exclude(claim=None).get()
    entry.pk = None
    setattr(entry, field, 999_999_999)
    with pytest.raises(DatabaseError, match="or to nothing"), transaction.atomic():
        entry.save(force_insert=True)


def test_an_entry_for_the_claim_of_somebody_else_is_refused(priced: Scheme) -> None:
    entry = LedgerEntry.objects.exclude(claim=None).get()
    entry.pk, entry.participant = None, priced.start("P2")
    with pytest.raises(DatabaseError, match="another programme, agent or participant"), transaction.atomic():
        entry.save(force_insert=True)

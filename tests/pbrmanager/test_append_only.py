"""What has been written down stays: the database itself refuses to change, remove or empty it."""

import importlib

import pytest
from django.db import DatabaseError, connection, transaction

from tests import builders

pytestmark = pytest.mark.django_db

APPS = (
    "accounts", "knowledge", "notifications", "stages", "expertbody", "contracts",
    "delivery", "outcomes", "payments", "monitoring", "dashboards",
)  # fmt: skip
GUARDED = [table for app in APPS for table in importlib.import_module(f"{app}.migrations.0001_release_0_1").APPEND_ONLY]


@pytest.mark.parametrize("table", GUARDED)
def test_an_append_only_table_cannot_be_emptied(table: str) -> None:
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        cursor.execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("table", ["accounts_auditentry", "stages_stagevisit"])
def test_a_row_cannot_be_removed(table: str) -> None:
    builders.programme()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")


def test_the_trail_of_what_was_done_cannot_be_rewritten() -> None:
    builders.programme()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_auditentry SET action = 'nothing'")


def test_every_table_that_refuses_changes_refuses_to_be_emptied() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE t.tgname LIKE 'pgtrigger_append_only_%'"
        )
        append_only = {row[0] for row in cursor.fetchall()}
        cursor.execute(
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgname = 'refuse_truncate'"
        )
        guarded = {row[0] for row in cursor.fetchall()}
    assert append_only - guarded == set()

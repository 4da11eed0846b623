"""How the database is emptied after a test with real transactions.

Django would truncate every table. That makes new files for two hundred tables and all their indexes, most of which the
test never touched, and then writes down every permission again: nearly a second after each such test. To delete the
rows takes a twentieth of that, but not where there are thousands: for each of them the server looks through every table
that may point to it. So the few tables that have grown are truncated, with those that point to them. What the
migrations themselves write down, names of models and permissions, stays.
"""

import pgtrigger
from django.db import connection, transaction

EVER_WRITTEN = "SELECT name FROM unnest(%s::text[]) AS name WHERE pg_relation_size(quote_ident(name)::regclass) > 0"
"""Those of the tables that have ever held a row: the server keeps a lock for every table and index of a transaction."""

GROWN = "SELECT name FROM unnest(%s::text[]) AS name WHERE pg_relation_size(quote_ident(name)::regclass) > 500000"
"""Those that hold thousands of rows, or did: a table does not shrink when its rows are deleted."""

WRITTEN_BY_MIGRATIONS = {"django_content_type", "auth_permission"}


def empty() -> None:
    """Delete every row, whatever refuses changes; keys between tables are looked at when all are gone."""
    found = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
    tables = sorted(found - WRITTEN_BY_MIGRATIONS)
    with transaction.atomic(), pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute(GROWN, [tables])
        if grown := ", ".join(connection.ops.quote_name(table) for (table,) in cursor.fetchall()):
            cursor.execute(f"SET LOCAL pbr.allow_truncate = on; TRUNCATE {grown} CASCADE")
        cursor.execute(EVER_WRITTEN, [tables])
        rows = "; ".join(f"DELETE FROM {connection.ops.quote_name(table)}" for (table,) in cursor.fetchall())
        if rows:
            cursor.execute(rows)


def end_other_sessions() -> None:
    """End what threads and processes of tests have left open: a database that somebody uses cannot be taken away."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
    connection.close()

"""What has been written down stays: the database itself refuses to change, remove or empty it."""

import importlib

import pytest
from django.db import DatabaseError, connection, transaction

from tests import builders

pytestmark = pytest.mark.django_db

GUARDED = (
    *importlib.import_module("pbrmanager.migrations.0003_refuse_truncate").TABLES,
    *importlib.import_module("stages.migrations.0002_assessors_declare_and_agree").APPEND_ONLY,
    *importlib.import_module("stages.migrations.0007_diligence_goals_consortium_award").APPEND_ONLY,
    *importlib.import_module("delivery.migrations.0002_partners_and_their_terms").APPEND_ONLY,
    *importlib.import_module("delivery.migrations.0003_key_workers_and_assignments").APPEND_ONLY,
    *importlib.import_module("stages.migrations.0006_lessons_answered").APPEND_ONLY,
    *importlib.import_module("knowledge.migrations.0001_library_of_evidence_and_lessons").APPEND_ONLY,
    *importlib.import_module("delivery.migrations.0005_activity_log").APPEND_ONLY,
    *importlib.import_module("delivery.migrations.0006_events_of_participants").APPEND_ONLY,
    *importlib.import_module("expertbody.migrations.0005_meetings_and_interests").APPEND_ONLY,
    *importlib.import_module("expertbody.migrations.0007_written_votes").APPEND_ONLY,
    *importlib.import_module("expertbody.migrations.0008_notices_of_falls").APPEND_ONLY,
    *importlib.import_module("contracts.migrations.0006_agreement_tests_and_lint_exceptions").APPEND_ONLY,
    *importlib.import_module("payments.migrations.0008_cash_forecasts").APPEND_ONLY,
    *importlib.import_module("outcomes.migrations.0002_measured_figures").APPEND_ONLY,
    *importlib.import_module("outcomes.migrations.0003_register_extracts").APPEND_ONLY,
    *importlib.import_module("outcomes.migrations.0010_questions_about_people").APPEND_ONLY,
    *importlib.import_module("outcomes.migrations.0011_files_of_evidence").APPEND_ONLY,
    *importlib.import_module("outcomes.migrations.0016_evidence_erased").APPEND_ONLY,
    *importlib.import_module("outcomes.migrations.0004_periods_closed").APPEND_ONLY,
    *importlib.import_module("payments.migrations.0004_proposals_queries_and_sign_offs").APPEND_ONLY,
    *importlib.import_module("payments.migrations.0006_taken_back_for_errors").APPEND_ONLY,
    *importlib.import_module("outcomes.migrations.0006_verification_by_sample").APPEND_ONLY,
    *importlib.import_module("outcomes.migrations.0008_questions_and_answers").APPEND_ONLY,
    *importlib.import_module("payments.migrations.0007_payment_runs").APPEND_ONLY,
    *importlib.import_module("delivery.migrations.0007_rules_for_small_counts").APPEND_ONLY,
    *importlib.import_module("monitoring.migrations.0002_verdicts").APPEND_ONLY,
    *importlib.import_module("monitoring.migrations.0003_publications").APPEND_ONLY,
    *importlib.import_module("monitoring.migrations.0004_questions_about_gaming").APPEND_ONLY,
    *importlib.import_module("monitoring.migrations.0006_interventions").APPEND_ONLY,
    *importlib.import_module("monitoring.migrations.0008_comparators").APPEND_ONLY,
    *importlib.import_module("dashboards.migrations.0001_reports").APPEND_ONLY,
    *importlib.import_module("notifications.migrations.0001_events_and_webhooks").APPEND_ONLY,
)


@pytest.mark.parametrize("table", GUARDED)
def test_an_append_only_table_cannot_be_emptied(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL pbr.allow_truncate = off")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
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

"""Append-only tables cannot be emptied either: row triggers do not see TRUNCATE, so each has a statement trigger.

A session may allow it for itself by `SET pbr.allow_truncate = on`; the tests do, to begin each on empty tables.
"""

from django.db import migrations

TABLES = (
    "accounts_auditentry",
    "contracts_agreement",
    "contracts_contractversion",
    "contracts_period",
    "delivery_participant",
    "expertbody_decision",
    "monitoring_flag",
    "monitoring_measurement",
    "monitoring_monitorrun",
    "outcomes_claim",
    "outcomes_claimstate",
    "payments_ledgerentry",
    "payments_pricingrun",
    "payments_statement",
    "payments_statementevent",
    "payments_statementline",
    "stages_candidatescore",
    "stages_effectcheck",
    "stages_finding",
    "stages_findingreply",
    "stages_findingstage",
    "stages_gateconfirmation",
    "stages_selectiondecision",
    "stages_stagevisit",
    "stages_stakeholderscore",
)
FUNCTION = """
CREATE FUNCTION pbr_refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('pbr.allow_truncate', true) = 'on' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% is append-only; it cannot be emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END;
$$
"""


def create(table: str) -> str:
    return f"CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION pbr_refuse_truncate()"


def drop(table: str) -> str:
    return f"DROP TRIGGER refuse_truncate ON {table}"


class Migration(migrations.Migration):
    dependencies = [
        ("pbrmanager", "0002_worker_seen"),
        ("accounts", "0001_initial"),
        ("contracts", "0001_initial"),
        ("delivery", "0001_initial"),
        ("expertbody", "0001_initial"),
        ("monitoring", "0001_initial"),
        ("outcomes", "0001_initial"),
        ("payments", "0001_initial"),
        ("stages", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION pbr_refuse_truncate()"),
        *(migrations.RunSQL(create(table), drop(table)) for table in TABLES),
    ]

"""How the tables of an app are made: many at once, with their triggers, and so that those of record cannot be emptied.

`migrations.CreateModel`, one after the other, draws all models related to each one again. For the two hundred models of
this product that took a minute and a half of every first start. See docs/adr/0022-one-migration-for-each-app.md.
"""

from collections.abc import Iterable, Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import CreateModel, RunSQL
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

FUNCTION = RunSQL(
    """
    CREATE FUNCTION pbr_refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF current_setting('pbr.allow_truncate', true) = 'on' THEN
            RETURN NULL;
        END IF;
        RAISE EXCEPTION '% is append-only; it cannot be emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END;
    $$
    """,
    "DROP FUNCTION pbr_refuse_truncate()",
)
"""Row triggers do not see TRUNCATE, so that each append-only table has a statement trigger.

A session may allow it for itself by `SET pbr.allow_truncate = on`; the measurements of speed do, to begin again.
"""


def refuse_truncate(tables: Iterable[str]) -> list[RunSQL]:
    """For each table, the operation by which it cannot be emptied."""
    return [
        RunSQL(
            f"CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION pbr_refuse_truncate()",
            f"DROP TRIGGER refuse_truncate ON {table}",
        )
        for table in tables
    ]


class CreateModels(Operation):
    """Creates models together, each with the triggers among its options; they may refer to each other in any order."""

    serialization_expand_args = ["models"]

    def __init__(self, models: Sequence[CreateModel]) -> None:
        self.models = models

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models are drawn once, when the first of them is asked for."""
        state.__dict__.pop("apps", None)
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)
        for model in self.models:
            for trigger in model.options.get("triggers", ()):
                schema_editor.execute(trigger.install_sql, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for model in reversed(self.models):
            model.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Create {len(self.models)} models"

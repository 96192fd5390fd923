"""An exclusion constraint that PostgreSQL enforces and SQLite leaves to a trigger.

One migration serves both databases, and `makemigrations --check` is clean on both.
"""

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint


class SemSobreposicao(ExclusionConstraint):
    """No two rows for which all the expressions clash; nothing where the database has no GiST."""

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        return super().constraint_sql(model, schema_editor) if _postgres(schema_editor) else None

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        return super().create_sql(model, schema_editor) if _postgres(schema_editor) else None

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        return super().remove_sql(model, schema_editor) if _postgres(schema_editor) else None


def _postgres(schema_editor: Any) -> bool:
    return schema_editor.connection.vendor == "postgresql"

"""Audit events can be added, never changed and never removed: the database itself refuses.

TRUNCATE on PostgreSQL is left to the table's owner; an emptied or shortened trail shows against the marks kept outside.
"""

from django.db import migrations

TABLE = "reg_audit_event"
REASON = "audit events are append-only"

SQLITE_CREATE = [
    f"CREATE TRIGGER reg_audit_no_{verb.lower()} BEFORE {verb} ON {TABLE} "
    f"BEGIN SELECT RAISE(ABORT, '{REASON}'); END"
    for verb in ("UPDATE", "DELETE")
]
SQLITE_DROP = [f"DROP TRIGGER IF EXISTS reg_audit_no_{verb}" for verb in ("update", "delete")]

POSTGRES_CREATE = [
    "CREATE OR REPLACE FUNCTION reg_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{REASON}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    f"CREATE TRIGGER reg_audit_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION reg_audit_refuse()",
]
POSTGRES_DROP = [
    f"DROP TRIGGER IF EXISTS reg_audit_no_change ON {TABLE}",
    "DROP FUNCTION IF EXISTS reg_audit_refuse()",
]


def install(apps, schema_editor):
    """Create the triggers in the words of the engine at hand; others have to be added with that engine."""
    wording = {"sqlite": SQLITE_CREATE, "postgresql": POSTGRES_CREATE}
    for statement in wording.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    """Drop the triggers."""
    wording = {"sqlite": SQLITE_DROP, "postgresql": POSTGRES_DROP}
    for statement in wording.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]

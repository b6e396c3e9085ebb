"""What an intruder with the database's own rights would do first: take the triggers of the audit trail away."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from django.db import connection


@contextmanager
def without_triggers() -> Iterator[None]:
    """Remove the triggers for a moment."""
    migration = import_module("xiandao.registry.migrations.0002_append_only_audit")
    is_sqlite = connection.vendor == "sqlite"
    drop = migration.SQLITE_DROP if is_sqlite else migration.POSTGRES_DROP
    create = migration.SQLITE_CREATE if is_sqlite else migration.POSTGRES_CREATE
    with connection.cursor() as cursor:
        for statement in drop:
            cursor.execute(statement)
        yield
        for statement in create:
            cursor.execute(statement)

"""Settings of the test suite: quick hashing, plain static files, nothing written outside a temporary folder."""

import os
import tempfile
from typing import Any

from django.db.backends.signals import connection_created

os.environ.setdefault("XIANDAO_HOME", tempfile.mkdtemp(prefix="xiandao-test-"))

from xiandao.project.settings.base import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]
# Every browser of a test loads the middleware anew: static files are looked up when asked for, not listed each time.
WHITENOISE_AUTOREFRESH = True


# Between transactional tests Django empties every table of SQLite with exactly this statement (the ORM writes no
# semicolon), and the audit trail refuses deletion. Only here is that one statement let through.
AUDIT_FLUSH = 'DELETE FROM "reg_audit_event";'
AUDIT_TRIGGER = (
    "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = 'reg_audit_no_delete'"
)


def let_flush(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Empty the audit table for the next test: without its trigger, which then comes back."""
    if sql != AUDIT_FLUSH:
        return execute(sql, params, many, context)
    with context["connection"].cursor() as cursor:
        created = cursor.execute(AUDIT_TRIGGER).fetchone()
        cursor.execute("DROP TRIGGER IF EXISTS reg_audit_no_delete")
        result = execute(sql, params, many, context)
        if created:
            cursor.execute(created[0])
    return result


def watch_flush(connection: Any, **_: Any) -> None:
    """Watch the statements of a SQLite connection."""
    if connection.vendor == "sqlite" and let_flush not in connection.execute_wrappers:
        connection.execute_wrappers.append(let_flush)


connection_created.connect(watch_flush, dispatch_uid="watch_flush")

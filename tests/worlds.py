"""Worlds that are written once for all tests of a file; what a test changes in one is rolled back after the test."""

from contextlib import contextmanager

from django.db import transaction


@contextmanager
def kept(blocker, build):
    """Build a world in a transaction around whatever happens until the end; no test writes to the database outside its own."""
    with blocker.unblock(), transaction.atomic():
        built = build()
        with blocker.block():
            yield built
        transaction.set_rollback(True)

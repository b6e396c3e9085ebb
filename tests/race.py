"""Several people at the same moment: functions in threads with connections of their own, on a file and on PostgreSQL."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

import pytest
from django.db import connection, connections

from xiandao.terms.error import XiandaoError


@contextmanager
def at_once(folder):
    """Give a function that runs verbs at once; memory is copied to a file in the folder that several can write to."""
    with pytest.MonkeyPatch.context() as patch:

        def run(*verbs):
            if connection.vendor == "sqlite":
                file = folder / "race.sqlite3"
                with closing(sqlite3.connect(file)) as copy:
                    connection.connection.backup(copy)
                patch.setitem(connections.settings["default"], "NAME", str(file))
            together = threading.Barrier(len(verbs))
            with ThreadPoolExecutor(len(verbs)) as pool:
                return list(pool.map(lambda verb: outcome(verb, together), verbs))

        def look(question):
            with ThreadPoolExecutor(1) as pool:
                return pool.submit(lambda: outcome(question)).result()

        run.look = look
        yield run


def outcome(verb, together=None):
    """What an act came to: what it returned, or the code with which it was refused."""
    try:
        if together is not None:
            together.wait(timeout=20)
        return verb()
    except XiandaoError as error:
        return error.code
    finally:
        connection.close()

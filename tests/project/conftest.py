"""The neighbours of ``foreign.py``, built once for all tests of a file; what a test changes is rolled back after it."""

import pytest
from django.db import transaction
from django.test import Client
from django.test.utils import override_settings

from tests.project import foreign
from xiandao.registry.methods.roles import roles


@pytest.fixture(scope="module")
def neighbours(django_db_setup, django_db_blocker, tmp_path_factory):
    """The world of ``build_world`` in a transaction around all tests of a file, each person signed in."""
    documents = tmp_path_factory.mktemp("documents")
    around = transaction.atomic()
    with django_db_blocker.unblock(), override_settings(XIANDAO_DOCUMENTS=documents):
        around.__enter__()
        world = foreign.build_world(roles())
        world.documents = documents
        world.cookies = {who: signed_in(account) for who, account in world.actors.items()}
        world.rows = foreign.all_rows()
    yield world
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


def signed_in(account):
    """The cookies of a browser in which somebody is signed in."""
    client = Client()
    client.force_login(account)
    return client.cookies.output(header="", sep=";")


@pytest.fixture
def world(neighbours, db, settings):
    """The neighbours, with a new browser for each of their people."""
    settings.XIANDAO_DOCUMENTS = neighbours.documents
    neighbours.clients = {}
    for who, cookies in neighbours.cookies.items():
        neighbours.clients[who] = Client()
        neighbours.clients[who].cookies.load(cookies)
    return neighbours

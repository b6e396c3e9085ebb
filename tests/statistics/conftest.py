"""What tests of statistics lean on: a small province that reports, on a fixed day, and browsers for its people."""

from copy import deepcopy

import pytest

from tests import worlds
from tests.statistics import world as factory


@pytest.fixture(autouse=True)
def own_lake(settings, tmp_path):
    """Parquet files of one test are not those of another."""
    settings.XIANDAO_LAKE = tmp_path / "lake"


@pytest.fixture(scope="module")
def province(django_db_setup, django_db_blocker):
    """The province of ``tests/statistics/world.py``, built once for all tests of a file."""
    with worlds.kept(django_db_blocker, factory.on_the_day(factory.build)) as built:
        yield built


@pytest.fixture
def world(province, db, monkeypatch):
    """The province on 22 November 2026, with the shipped forms planted; what a test changes is rolled back after it."""
    factory.stop_the_clock(monkeypatch)
    return deepcopy(province)


@pytest.fixture
def quick(world):
    """An open round of the monthly form for October 2026: six enterprises owe it until 27 November."""
    return factory.opened(world)


@pytest.fixture
def sign_in():
    """Sign an account in, each in a browser of its own."""
    from django.test import Client

    def sign(account):
        client = Client()
        client.force_login(account)
        return client

    return sign

"""What tests of statistics lean on: a small province that reports, on a fixed day, and browsers for its people."""

import pytest
from django.utils import timezone

from tests.statistics import world as factory


@pytest.fixture(autouse=True)
def own_lake(settings, tmp_path):
    """Parquet files of one test are not those of another."""
    settings.XIANDAO_LAKE = tmp_path / "lake"


@pytest.fixture
def world(db, monkeypatch):
    """The province of ``tests/statistics/world.py`` on 22 November 2026, with the shipped forms planted."""
    real = timezone.localdate
    monkeypatch.setattr(
        timezone, "localdate", lambda at=None, zone=None: real(at, zone) if at else factory.TODAY
    )
    return factory.build()


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

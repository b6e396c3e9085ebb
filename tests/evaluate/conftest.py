"""What tests of evaluation lean on: a small province that is evaluated, and browsers for its people."""

import pytest

from tests.evaluate import world as factory


@pytest.fixture(autouse=True)
def own_lake(settings, tmp_path):
    """Parquet files of one test are not those of another."""
    settings.XIANDAO_LAKE = tmp_path / "lake"


@pytest.fixture
def world(db):
    """The province of ``tests/evaluate/world.py`` with its scheme in force."""
    return factory.build()


@pytest.fixture
def assessment(world, monkeypatch):
    """An official assessment of the third quarter of 2026."""
    return factory.assessed(world, monkeypatch)


@pytest.fixture
def sign_in():
    """Sign an account in, each in a browser of its own."""
    from django.test import Client

    def sign(account):
        client = Client()
        client.force_login(account)
        return client

    return sign

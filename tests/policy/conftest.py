"""What tests of policy lean on: a small province with a ledger, on a fixed day, and browsers for its people."""

import pytest

from tests.policy import ledgers


@pytest.fixture
def world(db, monkeypatch):
    """The province with its five items on 22 November 2026."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args, **_named: ledgers.TODAY)
    return ledgers.with_items(ledgers.build())


@pytest.fixture
def sign_in():
    """Sign an account in, each in a browser of its own."""
    from django.test import Client

    def sign(account):
        client = Client()
        client.force_login(account)
        return client

    return sign


@pytest.fixture
def province(db):
    """Bodies that papers name and people with roles, without any paper."""
    from tests.policy import factories

    return factories.build_province()


@pytest.fixture
def paper(province):
    """A paper that has been read and waits for a person."""
    from tests.policy import factories

    return factories.paper_from(factories.TEXT, by=province.analyst, kept_by=province.top)

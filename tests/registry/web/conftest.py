"""A browser for each of the people of the province."""

import pytest
from django.test import Client


@pytest.fixture
def browse():
    """Return a client that is signed in as the account."""

    def browse(account, **others):
        client = Client(**others)
        client.force_login(type(account).objects.get(pk=account.pk))
        return client

    return browse


@pytest.fixture
def staff(province, body, appoint, monkeypatch):
    """The administrators without the change of a first password, and an officer and a viewer."""
    from types import SimpleNamespace

    return SimpleNamespace(
        system=province.system,
        security=province.security,
        audit=province.audit,
        officer=appoint("officer", body("省经信厅"), "officer"),
        local=appoint("local", body("澜州市"), "system_admin"),
        outsider=appoint("outsider", body("东屿市"), "officer"),
    )

"""The demonstration province with its three administrators and two officers."""

from copy import deepcopy
from types import SimpleNamespace

import pytest

from tests import worlds

PASSWORD = "Lanzhou-2026-mian"


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The province, loaded once for all tests of a file."""
    with worlds.kept(django_db_blocker, build_province) as built:
        yield built


@pytest.fixture
def province(loaded, db):
    """The loaded demo pack: ``top`` and its administrators ``system``, ``security``, ``audit``."""
    return deepcopy(loaded)


def build_province(pack="demo"):
    from xiandao.registry.commands import bootstrap, organisations

    issued = bootstrap.first_administrators(pack, password=PASSWORD)
    system, security, audit = (
        issued[role].account for role in ("system_admin", "security_admin", "audit_admin")
    )
    top = organisations.load_pack(pack, by=system)
    return SimpleNamespace(top=top, system=system, security=security, audit=audit)


@pytest.fixture
def body():
    """Find an organisation by any of its names."""
    from xiandao.registry.queries.organisations import resolve

    return resolve


@pytest.fixture
def appoint(province):
    """Create an account with a role over an organisation (its own by default)."""
    from xiandao.registry.commands import accounts, grants
    from xiandao.registry.models import Account

    def appoint(username, organisation, role=None, over=None, **others):
        account = accounts.create(
            organisation=organisation, username=username, display_name=username, password=PASSWORD,
            must_change=others.pop("must_change", False), by=province.system,
        ).account  # fmt: skip
        if role:
            grants.give(
                account=account, role=role, organisation=over or organisation,
                by=province.security, **others,
            )  # fmt: skip
        return Account.objects.get(pk=account.pk)

    return appoint

"""A small province for casework: a department that starts cases, two zones that answer them, people with grants."""

from datetime import date
from importlib.resources import files
from types import SimpleNamespace

import pytest

from xiandao.casework.methods import kinds
from xiandao.registry.methods.names import key

FOLLOWUP = "policy.followup"
LONG_AGO = date(2020, 1, 1)


@pytest.fixture(autouse=True)
def followup():
    """The 督办 kind of the policy capability, as the site registers it."""
    return kinds.register(FOLLOWUP, files("xiandao.policy") / "data/followup.toml")


def build_office() -> SimpleNamespace:
    """Write the province into the database and return its bodies and people by name."""
    from xiandao.registry.models import Account, Grant, Organisation

    def body(code, name, kind, path, parent=None):
        return Organisation.objects.create(
            code=code, name=name, name_key=key(name), kind=kind, path=path, parent=parent
        )

    province = body("99", "示范省人民政府", "province", "000001")
    department = body("99-JXT", "示范省经信厅", "department", "000001000001", province)
    zone = body("99-Z1", "澜州先导区管委会", "zone", "000001000002", province)
    other = body("99-Z2", "东屿先导区管委会", "zone", "000001000003", province)

    def person(username, organisation, role, over=None):
        account = Account.objects.create(
            username=username, display_name=f"{username}同志", organisation=organisation,
            must_change_password=False,
        )  # fmt: skip
        if role:
            Grant.objects.create(
                account=account, role=role, organisation=over or organisation, valid_from=LONG_AGO
            )
        return account

    return SimpleNamespace(
        province=province,
        department=department,
        zone=zone,
        other=other,
        analyst=person("analyst", department, "analyst", province),
        colleague=person("colleague", department, "analyst"),
        clerk=person("clerk", zone, "officer"),
        deputy=person("deputy", zone, "officer"),
        stranger=person("stranger", other, "officer"),
        viewer=person("viewer", department, "viewer"),
    )


@pytest.fixture
def office(db):
    return build_office()


@pytest.fixture
def opened(office):
    """A 督办 that waits for the zone to sign for it."""
    from xiandao.casework.commands import cases

    return cases.open_case(
        kind=FOLLOWUP, title="先导区建设进展滞后", subject_type="policy.item", subject_id="7",
        owner=office.department, responsible=office.zone, by=office.analyst, words="请说明原因",
        basis="一（二）",
    )  # fmt: skip


@pytest.fixture
def take():
    """Take a step with the case as it stands in the database."""
    from xiandao.casework.commands import cases
    from xiandao.casework.models import Case

    def step(case, transition, by, words="", **others):
        current = Case.objects.get(pk=case.pk)
        return cases.act(
            current, transition=transition, version=current.version, words=words, by=by, **others
        )

    return step

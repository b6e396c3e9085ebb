"""A new installation begins with three administrators, once."""

import pytest

from xiandao.registry.commands import accounts, bootstrap
from xiandao.registry.models import Account, AuditEvent, Organisation
from xiandao.terms.error import XiandaoError


@pytest.mark.django_db
def test_three_people_with_three_roles_and_temporary_passwords():
    issued = bootstrap.first_administrators("zhejiang")
    assert list(issued) == ["system_admin", "security_admin", "audit_admin"]
    assert len({one.password for one in issued.values()}) == 3
    for role, one in issued.items():
        account = Account.objects.get(pk=one.account.pk)
        assert account.check_password(one.password)
        assert account.must_change_password
        assert [grant.role for grant in account.grants.all()] == [role]
        assert account.organisation.name == "浙江省人民政府"
    assert AuditEvent.objects.filter(action="bootstrap.first_administrators").count() == 3


@pytest.mark.django_db
def test_a_second_time_is_refused():
    bootstrap.first_administrators("demo")
    with pytest.raises(XiandaoError) as caught:
        bootstrap.first_administrators("demo")
    assert caught.value.code == "REG-230"
    assert Account.objects.count() == 3
    assert Organisation.objects.count() == 1


@pytest.mark.django_db
def test_the_first_three_can_appoint_everybody_else():
    issued = bootstrap.first_administrators("demo")
    system = issued["system_admin"].account
    made = accounts.create(
        organisation=system.organisation, username="officer", display_name="经办", by=system
    )
    assert made.account.pk

"""Members of a group are entered one by one, by whoever may change both."""

import pytest

from xiandao.registry.commands.groups import add_member
from xiandao.terms.error import XiandaoError


@pytest.fixture
def group(province, body):
    return body("省未来产业发展领导小组成员单位")


def test_a_member_is_entered_once(province, body, group):
    row = add_member(group=group, member=body("省科技厅"), by=province.system)
    assert (row.group, row.member) == (group, body("省科技厅"))
    with pytest.raises(XiandaoError, match="已是成员"):
        add_member(group=group, member=body("省科技厅"), by=province.system)


def test_only_bodies_become_members_and_only_of_groups(province, body, group):
    with pytest.raises(XiandaoError, match="具体单位"):
        add_member(group=group, member=body("各设区市人民政府"), by=province.system)
    with pytest.raises(XiandaoError, match="不是成员单位"):
        add_member(group=body("省财政厅"), member=body("省科技厅"), by=province.system)


def test_a_local_administrator_brings_in_no_body_from_elsewhere(province, body, group, appoint):
    local = appoint("local", body("澜州市"), "system_admin")
    for who in (local, province.audit):
        with pytest.raises(XiandaoError, match="权限"):
            add_member(group=group, member=body("省科技厅"), by=who)
    assert not group.memberships.exists()

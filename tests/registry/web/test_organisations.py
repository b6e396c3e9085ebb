"""组织名录: everybody with a grant reads it within reach; the system administrator changes it there."""

import pytest
from django.urls import reverse

from xiandao.registry.models import AuditEvent, Organisation

ADDRESS = "/registry/organisations"


def test_the_page_lists_what_is_in_reach_with_aliases_and_days(staff, browse):
    text = browse(staff.system).get(ADDRESS).content.decode()
    assert "示范省经济和信息化厅" in text
    assert "省经信委（至2018-11-01）" in text
    assert reverse("organisations") == ADDRESS


def test_a_local_reader_sees_the_own_subtree_alone(staff, browse, body):
    client = browse(staff.local)
    text = client.get(ADDRESS).content.decode()
    assert "镜澜区人民政府" in text
    assert "海澄区人民政府" not in text
    assert client.get(f"{ADDRESS}?under={body('东屿市').pk}").status_code == 404


@pytest.mark.parametrize("under", ["0", "x", "-1", "9" * 40, "1 OR 1=1", "١"])
def test_an_address_that_names_nobody_is_not_found(staff, browse, under):
    assert browse(staff.system).get(ADDRESS, {"under": under}).status_code == 404


def test_one_organisation_is_shown_with_its_line_names_and_history(staff, browse, body):
    text = browse(staff.system).get(f"{ADDRESS}?under={body('镜澜区').pk}").content.decode()
    for words in ("澜州市", "镜澜区人民政府", "调整隶属关系", "各市、县（市、区）人民政府"):
        assert words in text


def act(client, body, act, under="镜澜区", **fields):
    data = {"act": act, **{f"{act}-{name}": value for name, value in fields.items()}}
    return client.post(f"{ADDRESS}?under={body(under).pk}", data)


@pytest.mark.parametrize(
    ("verb", "fields", "check"),
    [
        ("alias", {"name": "镜澜"}, lambda o: o.aliases.filter(name="镜澜").exists()),
        ("rename", {"name": "镜湖区人民政府", "short_name": "镜湖区", "on": "2026-01-01"}, lambda o: o.short_name == "镜湖区"),
        ("move", {"parent": "东屿市", "on": "2026-01-01"}, lambda o: o.parent.code == "990200"),
        ("add", {"code": "X-1", "name": "实验室", "kind": "institute"}, lambda o: o.children.filter(code="X-1").exists()),
        ("close", {"on": "2026-01-01"}, lambda o: str(o.valid_to) == "2026-01-01"),
    ],
)  # fmt: skip
def test_each_form_does_what_it_says(staff, browse, body, verb, fields, check):
    county = body("镜澜区")
    response = act(browse(staff.system), body, verb, **fields)
    assert response.status_code == 302, response.content.decode()
    assert check(Organisation.objects.get(pk=county.pk))


@pytest.mark.parametrize(
    ("verb", "fields", "words"),
    [
        ("alias", {"name": ""}, "这个字段是必填项"),
        ("move", {"parent": "镜澜区", "on": "2026-01-01"}, "自己的下级"),
        ("move", {"parent": "没有的市", "on": "2026-01-01"}, "没有找到“没有的市”"),
        ("move", {"parent": "东屿市", "on": "2999-01-01"}, "不能晚于今天"),
        ("move", {"parent": "东屿市", "on": "昨天"}, "日期"),
        ("add", {"code": "990000", "name": "实验室", "kind": "institute"}, "已被使用"),
        ("add", {"code": "X", "name": "实验室", "kind": "province"}, "选择一个有效的选项"),
    ],
)
def test_what_is_wrong_is_said_in_the_form_and_nothing_changes(
    staff, browse, body, verb, fields, words
):
    before = list(Organisation.objects.order_by("pk").values_list())
    response = act(browse(staff.system), body, verb, **fields)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert list(Organisation.objects.order_by("pk").values_list()) == before


def test_a_reader_sees_no_forms_and_a_forced_request_is_refused_and_recorded(staff, browse, body):
    client = browse(staff.officer)
    office = body("省经信厅")
    assert "调整隶属关系" not in client.get(f"{ADDRESS}?under={office.pk}").content.decode()
    response = act(client, body, "rename", under="省经信厅", name="甲", on="2026-01-01")
    assert response.status_code == 403
    assert "没有办理这件事的权限" in response.content.decode()
    event = AuditEvent.objects.latest("sequence")
    assert (event.account_name, event.succeeded) == ("officer", False)


def test_the_list_can_be_exported_by_every_reader(staff, browse):
    response = browse(staff.officer).get(f"{ADDRESS}?export=organisations")
    assert response.content[:2] == b"PK"


def test_the_number_of_queries_does_not_grow_with_the_list(
    staff, browse, django_assert_max_num_queries
):
    client = browse(staff.system)
    client.get(ADDRESS)
    with django_assert_max_num_queries(14):
        client.get(f"{ADDRESS}?per=200")


def test_the_search_box_finds_an_organisation_by_its_initials(staff, browse):
    text = browse(staff.system).get("/search?q=sjxt").content.decode()
    assert "示范省经济和信息化厅" in text


def test_where_an_organisation_belonged_is_shown_without_an_invented_date(staff, browse, body):
    client = browse(staff.system)
    act(client, body, "move", parent="东屿市", on="2026-01-01")
    text = client.get(f"{ADDRESS}?under={body('镜澜区').pk}").content.decode()
    assert "隶属关系沿革" in text
    assert "此前 — 2026-01-01" in text
    assert "1949" not in text


def test_a_group_without_members_says_so_and_the_system_administrator_enters_them(
    staff, browse, body, appoint, province
):
    group = body("省未来产业发展领导小组成员单位")
    address = f"{ADDRESS}?under={group.pk}"
    client = browse(staff.system)
    assert "尚未录入" in client.get(address).content.decode()
    looker = appoint("looker", body("省经信厅"), "viewer", over=province.top)
    reader = browse(looker).get(address).content.decode()
    assert "由系统管理员录入" in reader
    response = client.post(address, {"act": "member", "member-member": "省科技厅"})
    assert response.status_code == 302
    text = client.get(address).content.decode()
    assert "尚未录入" not in text
    assert "省科技厅" in text.partition("<dl")[2].partition("</dl>")[0]
    assert AuditEvent.objects.latest("sequence").summary.startswith("新增成员")
    assert (
        'value="member"'
        not in client.get(f"{ADDRESS}?under={body('省科技厅').pk}").content.decode()
    )

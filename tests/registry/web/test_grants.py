"""授权: the security administrator's page; what excludes each other is said in words."""

import pytest

from xiandao.registry.models import AuditEvent, Grant

ADDRESS = "/registry/grants"
NEW = {"act": "give", "account": "outsider", "role": "officer", "organisation": "澜州市"}


def test_a_role_is_given_and_taken_back(staff, browse):
    client = browse(staff.security)
    assert client.post(ADDRESS, NEW).status_code == 302
    grant = Grant.objects.get(account=staff.outsider, organisation__code="990100")
    assert "outsider" in client.get(ADDRESS).content.decode()
    assert "收回授权" in client.get(f"{ADDRESS}?grant={grant.pk}").content.decode()
    assert client.post(f"{ADDRESS}?grant={grant.pk}", {"act": "take"}).status_code == 302
    grant.refresh_from_db()
    assert not grant.holds_today
    assert "已经结束" in client.get(f"{ADDRESS}?grant={grant.pk}").content.decode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"role": "audit_admin"}, "须由不同的人担任"),
        ({"role": "emperor"}, "有效的选项"),
        ({"account": "nobody"}, "没有这个账号"),
        ({"organisation": "没有的市"}, "没有找到"),
        ({"organisation": "东屿市"}, "已有相同的授权"),
        ({"valid_to": "2020-01-01"}, "须晚于今天"),
        ({"account": "secadmin"}, "不能给自己授权"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_given(staff, browse, change, words):
    before = Grant.objects.count()
    response = browse(staff.security).post(ADDRESS, NEW | change)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert Grant.objects.count() == before


def test_nobody_else_opens_the_page(staff, browse):
    for account in (staff.officer, staff.system, staff.audit):
        assert browse(account).get(ADDRESS).status_code == 403
        assert browse(account).post(ADDRESS, NEW).status_code == 403


def test_a_grant_out_of_reach_is_not_found(staff, browse, body, appoint):
    local = appoint("local-sec", body("澜州市"), "security_admin")
    far = Grant.objects.get(account=staff.outsider)
    assert browse(local).post(f"{ADDRESS}?grant={far.pk}", {"act": "take"}).status_code == 404
    assert browse(local).post(ADDRESS, NEW | {"organisation": "省政府"}).status_code == 403


def test_the_list_is_filtered_by_state(staff, browse):
    client = browse(staff.security)
    client.post(ADDRESS, NEW)
    grant = Grant.objects.latest("pk")
    client.post(f"{ADDRESS}?grant={grant.pk}", {"act": "take"})
    ended = client.get(f"{ADDRESS}?state=ended").context["grid"].rows
    running = client.get(f"{ADDRESS}?state=now").context["grid"].rows
    assert list(ended) == [grant]
    assert grant not in running
    assert running.count() == Grant.objects.count() - 1


def test_taking_the_list_out_is_recorded(staff, browse):
    browse(staff.security).get(f"{ADDRESS}?export=grants")
    assert AuditEvent.objects.latest("sequence").summary.startswith("导出：授权清单_")

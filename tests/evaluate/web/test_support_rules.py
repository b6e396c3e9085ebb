"""支持规则: planted, drafted field by field, previewed, approved by a second person, ended."""

import pytest
from django.urls import reverse

from tests.evaluate import supports
from tests.evaluate import world as factory
from xiandao.evaluate.methods.support_edit import editables
from xiandao.evaluate.methods.support_rule import rule_from
from xiandao.evaluate.models import SupportRule
from xiandao.evaluate.web.support_rules import shown


@pytest.fixture
def rule(world, monkeypatch):
    supports.graded(world)
    factory.assessed(world, monkeypatch)
    return supports.in_force(world)


def address(rule):
    return reverse("eva_support_rule", args=[rule.pk])


def fields(**changes):
    return [changes.get(one.key, shown(one)) for one in editables(rule_from(supports.rule()))]


def draft(client, rule, typed=None, **said):
    told = {"act": "draft", "version": "2027", "reason": "年度论证会"} | said
    return client.post(address(rule), {**told, "w": typed or fields(**{"line.1.give.0": "1.3"})})


def test_the_keeper_plants_and_others_may_not(world, sign_in):
    page = reverse("eva_support_rules")
    assert sign_in(world.officer).post(page).status_code == 403
    # The keeper's own body: the analyst of the province.
    assert sign_in(world.analyst).post(page).status_code == 302
    assert SupportRule.objects.get().code == "zhejiang-zones"
    assert "差异化支持规则" in sign_in(world.analyst).get(page).content.decode()


def test_a_rule_is_read_line_by_line_with_its_clauses(world, rule, sign_in):
    page = sign_in(world.zone_reporter).get(address(rule)).content.decode()
    for words in ("评价等级为A", "位次区间全部在前2位", "产业培育得分不低于85分", "Z五(三)", "试行数额"):  # fmt: skip
        assert words in page
    assert "拟定新版" not in page


def test_a_draft_is_previewed_and_put_in_force_by_a_second_person(world, rule, sign_in):
    analyst, leader = sign_in(world.analyst), sign_in(world.leader)
    assert draft(analyst, rule).status_code == 302
    made = SupportRule.objects.get(version="2027")
    page = analyst.get(address(made)).content.decode()
    assert "如果这份草案启用" in page
    assert "1.2倍→1.3倍" in page.replace("1.25倍→1.35倍", "1.2倍→1.3倍")
    assert "调整理由：年度论证会" in page
    assert analyst.post(address(made), {"act": "approve"}).status_code == 403
    assert sign_in(world.zone_reporter).get(address(made)).status_code == 404
    assert leader.post(address(made), {"act": "approve"}).status_code == 302
    rule.refresh_from_db()
    assert rule.state == "retired"
    # The rule in force is read by all; who gains by it is not told any more.
    page = sign_in(world.zone_reporter).get(address(made)).content.decode()
    assert "如果这份草案启用" not in page
    assert leader.post(address(made), {"act": "approve"}).status_code == 409


@pytest.mark.parametrize(
    ("typed", "said", "words"),
    [
        (fields(**{"line.1.give.0": "多"}), {}, "请填写数字"),
        (fields(), {"version": ""}, "请填写新版本号和调整理由"),
        (fields(**{"line.1.give.0": "-1"}), {}, "第1条对“用地指标”的写法不成立"),
        (["1"], {}, "请重新打开本页后再填"),
    ],
)
def test_what_cannot_be_drafted_is_told_beside_what_was_typed(
    world, rule, sign_in, typed, said, words
):
    page = draft(sign_in(world.analyst), rule, typed, **said)
    assert page.status_code == 422
    assert words in page.content.decode()
    assert SupportRule.objects.count() == 1


def test_a_value_left_as_it_stands_keeps_all_its_digits(world, rule, sign_in):
    data = supports.rule()
    data["lines"][0]["give"][0]["value"] = 1.23456789012345
    exact = supports.drafted(world, "2026精确", data)
    typed = [shown(one) for one in editables(rule_from(data))]
    assert draft(sign_in(world.analyst), exact, typed).status_code == 302
    made = SupportRule.objects.get(version="2027")
    assert made.rule["lines"][0]["give"][0]["value"] == 1.23456789012345


def test_the_leader_ends_a_rule_with_a_reason(world, rule, sign_in):
    client = sign_in(world.leader)
    assert client.post(address(rule), {"act": "retire"}).status_code == 422
    assert client.post(address(rule), {"act": "retire", "reason": "到期"}).status_code == 302
    rule.refresh_from_db()
    assert rule.state == "retired"
    assert client.post(address(rule), {"act": "nothing"}).status_code == 404

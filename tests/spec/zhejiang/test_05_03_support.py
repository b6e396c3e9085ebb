"""Z五(三) 差异化倾斜: two zones are compared, and the published rule explains factor by factor why they differ."""

import itertools
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from tests.evaluate import supports
from tests.evaluate import world as factory
from tests.spec.marks import row
from xiandao.evaluate.methods.scheme_book import shipped as schemes
from xiandao.evaluate.methods.support_book import shipped as rules
from xiandao.evaluate.methods.support_edit import editables
from xiandao.evaluate.methods.support_rule import rule_from
from xiandao.evaluate.models import SupportRule


@pytest.fixture
def world(db, settings, tmp_path):
    settings.XIANDAO_LAKE = tmp_path / "lake"
    return factory.build()


@pytest.fixture
def edition(world, monkeypatch):
    """An edition computed and graded as the shipped scheme does it, ranks with their intervals."""
    (told,) = schemes()
    world.scheme = factory.scheme(world, version="2026修订", recipe=dict(told.recipe))
    return factory.assessed(world, monkeypatch)


def browser(account):
    client = Client()
    client.force_login(account)
    return client


def text(response):
    return response.content.decode()


def table(page, mark):
    """The cells of each row of the table that follows a mark in a page."""
    body = page[page.index(mark) :]
    body = body[body.index("<tbody") : body.index("</tbody")]
    return [
        [
            unescape(re.sub(r"<[^>]+>", " ", cell)).strip()
            for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", line, re.S)
        ]
        for line in re.findall(r"<tr.*?</tr>", body, re.S)
    ]


def applies(line, standing):
    """Whether a line of the rule applies, reckoned here from the published result alone."""
    (asked,) = line["when"]
    if asked["on"] == "grade":
        return standing.grade in asked["among"]
    if asked["on"] == "rank":
        return standing.rank_high <= asked["within"]
    return dict(standing.pillars)[asked["pillar"]] >= asked["at_least"]


def by_hand(data, factor, standing):
    """What a zone gets in a factor, and the numbers of the lines that gave it."""
    value, numbers = next(one["base"] for one in data["factors"] if one["code"] == factor), []
    for number, line in enumerate(data["lines"], start=1):
        for one in line["give"]:
            if one["factor"] == factor and applies(line, standing):
                value = one["value"] if one["do"] == "set" else value + one["value"]
                numbers.append(number)
    return value if isinstance(value, str) else round(value, 10), set(numbers)


def published(world):
    """A rule that the analyst drafts on its page from the one before, and the leader puts in force."""
    before = supports.in_force(world)
    values = {one.key: one.value for one in editables(rule_from(before.rule))}
    values |= {"line.3.when.0.within": 3, "line.4.when.0.at_least": 80}
    page = reverse("eva_support_rule", args=[before.pk])
    sent = {"act": "draft", "version": "2027", "reason": "年度论证会", "w": list(values.values())}
    assert browser(world.analyst).post(page, sent).status_code == 302
    made = SupportRule.objects.get(version="2027")
    address = reverse("eva_support_rule", args=[made.pk])
    assert browser(world.analyst).post(address, {"act": "approve"}).status_code == 403
    assert browser(world.leader).post(address, {"act": "approve"}).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.approved_by) == ("in_force", world.leader)
    return made


@row("Z64")
def test_two_zones_are_compared_and_the_published_rule_explains_every_difference(world, edition):
    rule = published(world)
    client, names = browser(world.analyst), {one["name"]: one["code"] for one in rule.rule["factors"]}  # fmt: skip
    units = {"land": "倍", "fund": "万元", "permit": ""}
    standings = list(edition.standings.select_related("organisation"))
    differing = 0
    for one, other in itertools.combinations(standings, 2):
        said = {"zones": [one.organisation.code, other.organisation.code]}
        page = text(client.get(reverse("eva_support_compare"), said))
        rows = table(page, 'id="grid-support-compare"')
        assert [line[0] for line in rows] == list(names)
        for name, first, second, why in rows:
            code = names[name]
            (mine, my_lines), (theirs, their_lines) = (
                by_hand(rule.rule, code, standing) for standing in (one, other)
            )
            for shown, value in ((first, mine), (second, theirs)):
                told = value if isinstance(value, str) else f"{value:,.10g}{units[code]}"
                assert shown == told
            explained = {int(number) for number in re.findall(r"第(\d+)条", why)}
            assert explained == (my_lines ^ their_lines if mine != theirs else set())
            assert (why == "相同") == (mine == theirs)
            differing += mine != theirs
            if 1 in explained:
                assert f"评价等级为A（甲：{one.grade}，乙：{other.grade}）" in why
    assert differing > 5


@row("Z64", part="a zone reads its own support, the line that gave it and what the next one takes")
def test_a_zone_reads_its_own_support_and_the_published_rule_alone(world, edition):
    rule = published(world)
    client = browser(world.zone_reporter)
    own = edition.standings.get(organisation=world.zone_1)
    page = text(client.get(reverse("eva_zone_support", args=[edition.pk, "Z-1"])))
    value, numbers = by_hand(rule.rule, "land", own)
    assert f"{value:g}倍" in page
    for number in numbers:
        assert f"第{number}条：" in page
    for other in edition.standings.exclude(pk=own.pk).select_related("organisation"):
        address = reverse("eva_zone_support", args=[edition.pk, other.organisation.code])
        assert client.get(address).status_code == 404
        everything = page + text(client.get(reverse("eva_support")))
        assert other.organisation.name not in everything
        assert f"{other.score:.2f}" not in everything
    assert "评价等级为A" in text(client.get(reverse("eva_support_rule", args=[rule.pk])))


@row("Z64", part="the shipped rule leans towards the advanced only, names no figure as the paper's")
def test_the_shipped_rule_leans_as_the_paper_says_and_calls_its_figures_a_trial(shared):
    paper = (shared / "policies" / "zhejiang.txt").read_text(encoding="utf-8")
    (sentence,) = re.findall(r"对评估先进的地方在(.+?)上给予差异化倾斜", paper)
    assert sentence == "要素保障、政策支持"
    (told,) = rules()
    assert "试行" in told.version
    assert "没有规定数额" in told.note
    rule = rule_from(told.rule)
    assert {one.clause for one in rule.lines} == {"Z五(三)"}
    assert {"用地指标", "能耗指标", "专项资金", "人才名额", "数据与算力", "审批授权"} == {
        one.name for one in rule.factors
    }

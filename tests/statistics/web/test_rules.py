"""审核规则: listed by form, written with their flaws beside the field, tried before they are switched on."""

import pytest
from django.urls import reverse

from tests.statistics import world as factory
from xiandao.statistics.commands import rules
from xiandao.statistics.models import Round, RuleVersion

FIELDS = {
    "rule-severity": "must", "rule-level": "1", "rule-kind": "single", "rule-left": "r01",
    "rule-op": "≥", "rule-right": "50", "rule-when": "", "rule-missing": "skip_any",
}  # fmt: skip
LIST = "/statistics/rules"


@pytest.fixture
def planted(world):
    made = factory.opened(world, period="2026-09")
    for unit, staff in ((world.ent_1, "40"), (world.ent_4, "45"), (world.ent_2, "60")):
        factory.write(factory.filing_of(made, unit), values={"r01": staff})
    rules.plant(organisation=world.top, by=world.statistician)
    return world


def text_of(response):
    return response.content.decode()


def add(client, **changes):
    sent = {**FIELDS, "form_code": "quick", "rule-code": "X-1", **changes}
    return client.post(LIST, sent)


def edit(client, row, **changes):
    sent = {**FIELDS, "act": "edit", "version": row.version, **changes}
    return client.post(reverse("sta_rule", args=[row.pk]), sent)


def test_everybody_with_statistics_reads_the_rules_and_only_reviewers_their_hit_rates(
    planted, sign_in
):
    for name in ("reporter_1", "analyst", "leader"):
        page = sign_in(getattr(planted, name)).get(LIST)
        assert page.status_code == 200
        assert page.context["form"] is None
        assert "rate" not in {column.key for column in page.context["grid"].columns}
    page = sign_in(planted.city_statistician_a).get(LIST)
    assert "rate" in {column.key for column in page.context["grid"].columns}
    assert page.context["form"] is None


def test_who_does_not_keep_the_form_writes_no_rule(planted, sign_in):
    row = RuleVersion.objects.first()
    for name in ("reporter_1", "city_statistician_a", "analyst"):
        client = sign_in(getattr(planted, name))
        assert add(client).status_code == 403
        assert edit(client, row).status_code == 403
    assert not RuleVersion.objects.filter(code="X-1").exists()


def test_a_rule_is_added_tried_and_switched_on_with_its_units_in_sight(planted, sign_in):
    client = sign_in(planted.statistician)
    answer = add(client)
    row = RuleVersion.objects.get(code="X-1")
    assert answer.url == reverse("sta_rule", args=[row.pk])
    page = client.get(answer.url)
    assert "3 份中命中 2 份" in text_of(page)
    hit = [filing.organisation for _, returns in page.context["hits"] for filing in returns]
    assert hit == [planted.ent_1, planted.ent_4]
    client.post(answer.url, {"act": "on", "version": row.version})
    row.refresh_from_db()
    assert row.is_active
    own = sign_in(planted.city_statistician_a).get(answer.url)
    assert [f.organisation for _, returns in own.context["hits"] for f in returns] == [
        planted.ent_1
    ]
    other = text_of(sign_in(planted.reporter_1).get(answer.url))
    assert planted.ent_4.name not in other
    assert "命中 2 份" not in other


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"rule-right": "r999"}, "right", "没有指标"),
        ({"rule-left": "r01 +"}, "left", "读不懂"),
        ({"rule-right": "r13"}, "right", "单位"),
        ({"rule-when": "r01"}, "when", "判断"),
        ({"rule-code": "有 空格"}, "code", "规则代码"),
        ({"rule-level": "9"}, "level", "9"),
        ({"rule-tolerance_abs": "-1"}, "tolerance_abs", "0"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_with_what_was_written(
    planted, sign_in, changes, field, words
):
    page = add(sign_in(planted.statistician), **changes)
    assert page.status_code == 422
    assert words in " ".join(page.context["form"].errors[field])
    assert not RuleVersion.objects.filter(code="X-1").exists()
    assert page.context["form"]["left"].value() == changes.get("rule-left", "r01")


def test_an_edit_rests_the_rule_and_an_old_version_is_refused(planted, sign_in):
    client = sign_in(planted.statistician)
    add(client)
    row = RuleVersion.objects.get(code="X-1")
    assert edit(client, row, **{"rule-right": "42"}).status_code == 302
    page = edit(client, row, **{"rule-right": "41"})
    assert page.status_code == 422
    assert "先一步" in text_of(page)
    row.refresh_from_db()
    assert (row.definition["right"], row.is_active, row.hit_rate["2026-09"]["hit"]) == (
        "42",
        False,
        1,
    )


def test_a_rule_whose_returns_have_changed_must_be_tried_again(planted, sign_in):
    client = sign_in(planted.statistician)
    add(client)
    row = RuleVersion.objects.get(code="X-1")
    Round.objects.filter(period="2026-09").update(revision=99)
    url = reverse("sta_rule", args=[row.pk])
    assert "重新试审" in text_of(client.get(url))
    page = client.post(url, {"act": "on", "version": row.version})
    assert page.status_code == 422
    assert "不能启用" in text_of(page)
    client.post(url, {"act": "measure", "version": row.version})
    row.refresh_from_db()
    client.post(url, {"act": "on", "version": row.version})
    row.refresh_from_db()
    assert row.is_active


@pytest.mark.slow
def test_every_shipped_rule_has_a_page_with_its_sentence(planted, sign_in):
    client = sign_in(planted.statistician)
    for row in RuleVersion.objects.all()[::7]:
        page = client.get(reverse("sta_rule", args=[row.pk]))
        assert page.status_code == 200
        assert page.context["sentence"]
        assert "{" not in page.context["sentence"]
        assert not [flaw for flaw in page.context["flaws"] if flaw.is_error]


def test_the_list_filters_searches_and_goes_to_a_file(planted, sign_in):
    client = sign_in(planted.reporter_1)
    page = client.get(LIST + "?form_code=607-2&severity=must&is_active=1")
    assert {row.form_code for row in page.context["grid"].page.object_list} == {"607-2"}
    assert client.get(LIST + "?export=rules")["Content-Disposition"].endswith(".xlsx")
    assert client.get(reverse("sta_rule", args=[999999])).status_code == 404

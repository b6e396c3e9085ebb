"""The register on its pages: who sees whom, entering, changing, ending, starting statistics."""

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from tests.statistics import world as factory
from xiandao.statistics.commands import rounds, units
from xiandao.statistics.models import FormVersion, Unit


@pytest.fixture
def newcomer(world):
    return factory.body(
        "E-7", "望海新单位有限公司", "enterprise", "000001000003000001000003", world.county_b, 1, "990201",
        "91990201MA00000072",
    )  # fmt: skip


def text(answer):
    return answer.content.decode()


def page(organisation):
    return reverse("sta_unit", args=[organisation.reporting_units.latest("valid_from").pk])


def test_each_sees_the_units_in_reach_alone(world, sign_in):
    for who, seen, unseen in (
        ("statistician", ("澜州灵巧", "望海深潜"), ()),
        ("city_statistician_a", ("澜州灵巧",), ("望海深潜", "东屿深海")),
    ):
        told = text(sign_in(getattr(world, who)).get(reverse("sta_units")))
        assert all(words in told for words in seen)
        assert not any(words in told for words in unseen)
    client = sign_in(world.city_statistician_a)
    assert client.get(page(world.ent_1)).status_code == 200
    assert client.get(page(world.ent_4)).status_code == 404
    export = client.get(reverse("sta_units"), {"export": "units"})
    cells = [
        cell
        for row in openpyxl.load_workbook(io.BytesIO(export.content)).active.values
        for cell in row
    ]
    assert "澜州灵巧科技有限公司" in cells
    assert "望海深潜装备有限公司" not in cells


@pytest.mark.parametrize("who", ["reporter_1", "analyst", "leader", "viewer"])
def test_who_collects_nothing_sees_no_register(world, sign_in, who):
    client = sign_in(getattr(world, who))
    assert client.get(reverse("sta_units")).status_code == 403
    assert client.get(page(world.ent_1)).status_code == 403


@pytest.mark.parametrize(
    ("query", "seen", "unseen"),
    [
        ({"zone": "Z-A"}, "澜州灵巧", "望海深潜"),
        ({"industry": "deep-sea-earth-space"}, "望海深潜", "澜州灵巧"),
        ({"region": "990200"}, "望海深潜", "澜州灵巧"),
        ({"kind": "enterprise"}, "澜州灵巧", ">澜州智能机器人先导区</a>"),
        ({"is_above_size": "0"}, "云溪视觉", "澜州灵巧"),
        ({"is_high_tech": "0"}, "望海海工", "澜州灵巧"),
        ({"q": "91990101MA00000034"}, "云溪视觉", "澜州灵巧"),
        ({"state": "ended"}, "云溪视觉", "澜州灵巧"),
    ],
)
def test_the_list_is_narrowed_by_what_the_register_knows(world, sign_in, query, seen, unseen):
    row = world.ent_3.reporting_units.get()
    units.end(unit=row, on=date(2026, 11, 1), reason="停产", by=world.statistician)
    headers = {"HX-Request": "true", "HX-Target": "grid-units"}
    told = text(sign_in(world.statistician).get(reverse("sta_units"), query, headers=headers))
    table = told[told.index("<tbody") :]
    assert seen in table
    assert unseen not in table[: table.index("</table>")]


def test_a_unit_is_entered_by_its_name_and_takes_the_place_of_its_body(world, newcomer, sign_in):
    client = sign_in(world.statistician)
    told = text(client.get(reverse("sta_units")))
    assert '<option value="望海新单位有限公司">E-7</option>' in told
    said = {
        "act": "add",
        "add-organisation": "望海新单位有限公司",
        "add-valid_from": "2026-10-01",
        "add-zone": "Z-B",
    }
    answer = client.post(reverse("sta_units"), said)
    made = newcomer.reporting_units.get()
    assert answer.url == reverse("sta_unit", args=[made.pk])
    assert (made.region_code, made.zone, made.valid_from) == (
        "990201",
        world.zone_b,
        date(2026, 10, 1),
    )
    assert "已列入填报单位名录" in text(client.get(answer.url))


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("organisation", "没有这家公司", "没有找到"),
        ("organisation", "示范省统计局", "没有找到"),
        ("organisation", "E-1", "已在填报单位名录中"),
        ("region_code", "330100", "不在本省"),
        ("region_code", "x", "不是行政区划代码"),
        ("land_mu", "-1", "大于或等于"),
        ("valid_from", "", "必填"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_entered(
    world, newcomer, sign_in, field, value, words
):
    before = Unit.objects.count()
    said = {
        "add-organisation": "91990201MA00000072",
        "add-valid_from": "2026-10-01",
        f"add-{field}": value,
    }
    answer = sign_in(world.statistician).post(reverse("sta_units"), said)
    assert answer.status_code == 422
    assert words in text(answer)
    assert Unit.objects.count() == before


def test_a_change_keeps_what_was_and_shows_it(world, sign_in):
    client = sign_in(world.statistician)
    told = client.get(page(world.ent_3))
    form = told.context["move"]
    said = {f"move-{name}": form[name].value() or "" for name in form.fields} | {
        "act": "move", "move-on": "2026-11-01", "move-zone": "Z-A", "move-is_above_size": "on",
    }  # fmt: skip
    answer = client.post(page(world.ent_3), said)
    old, new = world.ent_3.reporting_units.order_by("valid_from")
    assert (old.zone, old.valid_to, new.zone, new.is_above_size) == (
        None,
        date(2026, 11, 1),
        world.zone_a,
        True,
    )
    assert (new.land_mu, new.is_high_tech) == (old.land_mu, old.is_high_tech)
    shown = text(client.get(answer.url))
    assert "以前的归属" in shown
    assert "2020-01-01" in shown
    assert "填报单位变更" in shown
    earlier = text(client.get(reverse("sta_unit", args=[old.pk])))
    assert "2026-11-01" in earlier


def test_a_change_of_nothing_and_a_day_too_early_are_told(world, sign_in):
    client = sign_in(world.statistician)
    form = client.get(page(world.ent_3)).context["move"]
    same = {f"move-{name}": form[name].value() or "" for name in form.fields} | {"act": "move"}
    for said, words in (
        (same | {"move-on": "2026-11-01"}, "没有改动任何内容"),
        (same | {"move-on": "2019-01-01", "move-zone": "Z-A"}, "变更日期须晚于"),
    ):
        answer = client.post(page(world.ent_3), said)
        assert answer.status_code == 422
        assert words in text(answer)
    assert world.ent_3.reporting_units.count() == 1


def test_an_end_is_told_with_its_reason_and_offers_no_further_change(world, sign_in):
    client = sign_in(world.statistician)
    client.post(page(world.ent_3), {"act": "end", "end-on": "2026-11-01", "end-reason": "迁往外省"})
    told = text(client.get(page(world.ent_3)))
    assert "已退出" in told
    assert "迁往外省" in told
    assert 'value="move"' not in told


def test_the_city_reads_and_changes_nothing(world, newcomer, sign_in):
    client = sign_in(world.city_statistician_a)
    assert "列入名录" not in text(client.get(reverse("sta_units")))
    assert 'value="end"' not in text(client.get(page(world.ent_3)))
    for address, said in (
        (page(world.ent_3), {"act": "end", "end-on": "2026-11-01", "end-reason": "x"}),
        (reverse("sta_units"), {"add-organisation": "E-7", "add-valid_from": "2026-01-01"}),
        (reverse("sta_plant"), {}),
    ):
        assert client.post(address, said).status_code == 403
    assert Unit.objects.filter(valid_to__isnull=False).count() == 0


def test_a_new_unit_enters_an_open_round_when_it_is_opened_again(world, quick, newcomer, sign_in):
    client = sign_in(world.statistician)
    told = text(client.get(reverse("sta_units")))
    assert reverse("sta_round", args=[quick.pk]) in told
    assert "补充新列入名录的单位" in told
    before = quick.filings.count()
    client.post(reverse("sta_units"), {"add-organisation": "E-7", "add-valid_from": "2026-10-01"})
    assert quick.filings.count() == before
    rounds_page = reverse("sta_round", args=[quick.pk])
    for words in ("已补充新列入名录的单位 1 家", "没有需要补充的单位"):
        client.post(rounds_page, {"act": "open"})
        assert words in text(client.get(rounds_page))
    assert quick.filings.count() == before + 1
    rounds.close(round=quick, by=world.statistician)
    assert reverse("sta_round", args=[quick.pk]) not in text(client.get(reverse("sta_units")))


@pytest.mark.parametrize("back", ["sta_forms", "sta_indicators", "sta_rules"])
def test_statistics_is_started_from_an_empty_page_by_one_action(world, sign_in, back):
    FormVersion.objects.all().delete()
    action = "启用随系统提供的报表、指标和审核规则"
    client = sign_in(world.statistician)
    assert action in text(client.get(reverse(back)))
    assert action not in text(sign_in(world.viewer).get(reverse(back)))
    answer = client.post(reverse("sta_plant"), {"next": back})
    assert answer.url == reverse(back)
    told = text(client.get(answer.url))
    assert "已启用报表" in told
    assert action not in told
    for name in ("sta_forms", "sta_indicators", "sta_rules"):
        assert action not in text(client.get(reverse(name)))


def test_starting_goes_nowhere_else(world, sign_in):
    client = sign_in(world.statistician)
    assert client.post(reverse("sta_plant"), {"next": "https://evil.example"}).url == reverse(
        "sta_forms"
    )
    assert client.get(reverse("sta_plant")).status_code == 405
    assert sign_in(world.analyst).post(reverse("sta_plant")).status_code == 403

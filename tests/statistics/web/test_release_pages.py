"""What a release lets out, by whatever door: no hidden number, no parameter, and only to whom it may."""

import io
import zipfile
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from tests.statistics import economy
from tests.statistics.commands.test_releases import made, published, true_total
from xiandao.statistics.commands import indicators, rules
from xiandao.statistics.models import Release
from xiandao.statistics.web.release_files import WRITERS

SEPTEMBER = "2026-09"


@pytest.fixture
def settled(world):
    indicators.plant(organisation=world.top, by=world.statistician)
    rules.plant(organisation=world.top, by=world.statistician)
    economy.settle(world, SEPTEMBER)
    return world


def hidden_figures():
    """Return how the hidden totals would be written: as they are, in 万元 and 亿元, with and without commas."""
    found = set()
    for city, industry in (("b", 2), ("a", 2)):
        total = true_total(industry, city=city)
        for figure in (total, total / 10, total / 100_000):
            found |= {f"{figure:.{digits}f}" for digits in (0, 1, 2, 4)}
            found |= {f"{figure:,.{digits}f}" for digits in (0, 1, 2, 4)}
    return {text for text in found if len(text) > 5}


def texts_of(response):
    """Return body and headers as text; a workbook is opened."""
    body = response.content
    if body[:2] == b"PK":
        book = zipfile.ZipFile(io.BytesIO(body))
        body = b"\n".join(book.read(name) for name in book.namelist())
    return body.decode() + "\n" + "\n".join(f"{name}: {value}" for name, value in response.items())


def asked(**changes):
    wanted = {
        "indicator": "TOTAL_INCOME", "period": SEPTEMBER, "rows": "city", "columns": "industry",
        "unit": "万元", "method": "suppress",
    }  # fmt: skip
    return wanted | changes


def test_no_door_lets_a_hidden_number_out(settled, sign_in):
    release = published(settled)
    assert {row["value"] for row in release.cells if row["at"][1] == "quantum"} >= {None}
    page = reverse("sta_release", args=[release.pk])
    doors = [page, f"{page}?export=chart-release-{release.pk}", reverse("sta_releases")]
    doors += [
        f"{reverse('sta_releases')}?export=releases",
        reverse("sta_indicator", args=["TOTAL_INCOME"]),
    ]
    doors += [reverse("sta_release_file", args=[release.pk, kind]) for kind in WRITERS]
    client = sign_in(settled.statistician)
    doors.append(f"{reverse('sta_tables')}?{urlencode(asked(organisation=settled.top.pk))}")

    for door in doors:
        response = client.get(door)
        assert response.status_code == 200, door
        text = texts_of(response)
        for figure in hidden_figures():
            assert figure not in text, (door, figure)


def test_the_files_agree_with_the_page(settled, sign_in):
    release = published(settled)
    client = sign_in(settled.viewer)
    total = next(row["value"] for row in release.cells if row["at"] == ["_T", "_T"])

    assert f"{total:,.0f}" in client.get(reverse("sta_release", args=[release.pk])).content.decode()
    lines = client.get(reverse("sta_release_file", args=[release.pk, "csv"])).content.decode()
    assert f",_T,合计,_T,合计,_T,合计,2026-09,{total!r},万元,A,F," in lines
    assert ",990200,东屿市,quantum," in lines
    starred = next(line for line in lines.splitlines() if ",990200,东屿市,quantum," in line)
    assert starred.endswith(",*,万元,A,N,")
    sdmx = client.get(reverse("sta_release_file", args=[release.pk, "sdmx.csv"])).content.decode()
    assert f"TOTAL_INCOME,_T,_T,_T,2026-09,{total!r},A,F,CNY,4" in sdmx


def test_the_parameters_are_shown_to_the_statistics_role_alone(settled, sign_in):
    release = published(settled)
    page = reverse("sta_release", args=[release.pk])

    assert "dominance" in sign_in(settled.statistician).get(page).content.decode()
    for account in (
        settled.viewer,
        settled.leader,
        settled.reporter_1,
        settled.city_statistician_a,
    ):
        text = sign_in(account).get(page).content.decode()
        assert "dominance" not in text
        assert "0.8" not in text.split("保密审计")[1]


@pytest.mark.parametrize(
    "name", ["analyst", "leader", "viewer", "reporter_1", "city_statistician_a"]
)
def test_other_departments_neither_sum_up_nor_see_what_waits(settled, sign_in, name):
    draft = made(settled)
    client = sign_in(getattr(settled, name))

    assert client.get(reverse("sta_tables")).status_code == 403
    assert client.get(reverse("sta_release", args=[draft.pk])).status_code == 404
    assert client.get(reverse("sta_release_file", args=[draft.pk, "csv"])).status_code == 404
    assert (
        client.post(reverse("sta_release", args=[draft.pk]), {"act": "publish"}).status_code == 404
    )
    assert draft.title not in client.get(reverse("sta_releases")).content.decode()


def test_a_table_is_previewed_made_and_published_by_a_second_person(settled, sign_in):
    first, second = sign_in(settled.statistician), sign_in(settled.second_statistician)
    wanted = asked(organisation=settled.top.pk)

    seen = first.get(f"{reverse('sta_tables')}?{urlencode(wanted)}").content.decode()
    assert "*</abbr>" in seen
    assert Release.objects.count() == 0
    answer = first.post(reverse("sta_tables"), wanted)
    release = Release.objects.get()
    assert answer.url == reverse("sta_release", args=[release.pk])
    assert first.post(answer.url, {"act": "publish"}).status_code == 422
    assert second.post(answer.url, {"act": "publish"}).status_code == 302
    release.refresh_from_db()
    assert (release.state, release.published_by) == ("published", settled.second_statistician)
    assert sign_in(settled.viewer).get(answer.url).status_code == 200


def test_a_table_is_withdrawn_with_a_reason(settled, sign_in):
    release = published(settled)
    client, page = sign_in(settled.statistician), reverse("sta_release", args=[release.pk])

    assert client.post(page, {"act": "withdraw", "reason": " "}).status_code == 422
    assert client.post(page, {"act": "withdraw", "reason": "口径有误"}).status_code == 302
    assert sign_in(settled.viewer).get(page).status_code == 404


def test_the_unit_is_chosen_for_each_table(settled, sign_in):
    client = sign_in(settled.viewer)
    release = published(settled, columns="", unit="亿元")
    total = f"{true_total() / 100_000:,.2f}"
    text = client.get(reverse("sta_release", args=[release.pk])).content.decode()
    assert total in text
    assert "单位：亿元" in text


def test_an_indicator_says_how_it_is_worked_out_and_shows_only_what_was_published(settled, sign_in):
    client, page = sign_in(settled.viewer), reverse("sta_indicator", args=["TOTAL_INCOME"])
    made(settled)
    before = client.get(page).content.decode()
    assert "还没有发布过汇总数据" in before
    assert "总收入合计 ÷ 100,000" in before

    published(settled, columns="", unit="")
    after = client.get(page).content.decode()
    assert f"{true_total() / 100_000:.2f}"[:5] in after
    assert "2026年9月" in after


def test_the_list_of_indicators_is_found_by_name_and_grouped_by_system(settled, sign_in):
    client = sign_in(settled.viewer)
    text = client.get(reverse("sta_indicators")).content.decode()
    assert "先导区监测 · 创新能力" in text
    assert "亩均论英雄 · 亩均效益" in text
    found = client.get(f"{reverse('sta_indicators')}?q=亩均税收").content.decode()
    assert "亩均税收" in found
    assert "研发投入强度" not in found
    assert client.get(reverse("sta_indicator", args=["NOTHING"])).status_code == 404


def test_industries_stand_below_their_group_and_only_they_are_drawn(settled, sign_in):
    release = published(settled, rows="industry", columns="")
    text = sign_in(settled.viewer).get(reverse("sta_release", args=[release.pk])).content.decode()
    rows = text[text.rindex("数据表") :]
    names = ("合计", "成长型未来产业", "氢能", "前沿性未来产业", "量子信息")
    places = [rows.index(f">{name}</th>") for name in names]
    assert places == sorted(places)
    option = text.split("application/json")[1]
    assert "成长型未来产业" not in option.split("</script>")[0].split('"series"')[0]

"""为什么是这个分: steps, indicators, what is computed later, and what a zone may not see of others."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.evaluate import world as factory
from tests.evaluate.queries.test_robustness import VARIED

MOST = 30


def address(assessment, code):
    return reverse("eva_zone", args=[assessment.pk, code])


def text(response):
    return response.content.decode()


def part(client, url, target, **said):
    return client.get(url, said, headers={"HX-Request": "true", "HX-Target": target})


def test_the_page_says_score_place_interval_and_every_indicator(world, assessment, sign_in):
    page = text(sign_in(world.viewer).get(address(assessment, "Z-3")))
    standing = assessment.standings.get(organisation__code="Z-3")
    assert f"<b>{standing.score:.1f}</b> 分，位次 <b>{standing.rank}</b>/6" in page
    for code, _pillar, _weight in factory.INDICATORS:
        assert reverse("sta_indicator", args=[code]) in page
    assert "Z五(三)" in page
    assert assessment.snapshot_hash[:16] in page


def test_a_missing_figure_is_named_as_missing(world, assessment, sign_in):
    assert "缺数据" in text(sign_in(world.viewer).get(address(assessment, "Z-4")))


def test_a_zone_opens_its_own_page_and_no_other(world, assessment, sign_in):
    client = sign_in(world.other_reporter)
    assert client.get(address(assessment, "Z-5")).status_code == 200
    assert client.get(address(assessment, "Z-1")).status_code == 404
    assert client.get(address(assessment, "Z-99")).status_code == 404


@pytest.mark.parametrize("wish", ["best", "Z-1", "<script>"])
def test_a_zone_is_held_against_the_median_whatever_it_asks(world, assessment, sign_in, wish):
    page = text(sign_in(world.other_reporter).get(address(assessment, "Z-5"), {"against": wish}))
    assert "各指标与中位水平的得分差距" in page
    assert "第1未来产业先导区" not in page
    assert "各项最好水平" not in page


def test_the_province_holds_a_zone_against_another_one(world, assessment, sign_in):
    page = text(sign_in(world.viewer).get(address(assessment, "Z-5"), {"against": "Z-1"}))
    assert "各指标与第1未来产业先导区的得分差距" in page


def test_a_waiting_edition_is_not_for_zones(world, monkeypatch, sign_in):
    waiting = factory.frozen(world, monkeypatch)
    assert sign_in(world.zone_reporter).get(address(waiting, "Z-1")).status_code == 404
    assert sign_in(world.analyst).get(address(waiting, "Z-1")).status_code == 200


def test_what_the_next_place_takes_comes_as_a_part_and_with_the_page_alike(
    world, assessment, sign_in
):
    client, url = sign_in(world.viewer), address(assessment, "Z-5")
    alone = text(part(client, url, "reach"))
    assert "距第" in alone
    assert "<html" not in alone
    assert "距第" in text(client.get(url, {"show": "reach"}))
    assert "距第" not in text(client.get(url))


def test_a_changed_figure_is_told_before_and_after(world, assessment, sign_in):
    client, url = sign_in(world.zone_reporter), address(assessment, "Z-1")
    said = {"indicator": "FUTURE_REVENUE", "value": "30"}
    alone = text(part(client, url, "trial", **said))
    assert "得分" in alone
    assert "→" in alone
    assert "→" in text(client.get(url, {**said, "show": "trial"}))


@pytest.mark.parametrize("value", ["", "abc", "nan", "inf", "1e400", "９９x"])
def test_what_is_no_number_is_told_beside_the_field(world, assessment, sign_in, value):
    answer = part(
        sign_in(world.zone_reporter), address(assessment, "Z-1"), "trial",
        indicator="FUTURE_REVENUE", value=value,
    )  # fmt: skip
    assert answer.status_code == 200
    assert 'class="error"' in text(answer)
    assert "→" not in text(answer)


def test_an_unknown_indicator_is_told_beside_the_field(world, assessment, sign_in):
    answer = part(
        sign_in(world.zone_reporter), address(assessment, "Z-1"), "trial", indicator="X", value="1"
    )
    assert 'class="error"' in text(answer)


def test_assumptions_are_told_where_the_scheme_varies_any(world, monkeypatch, sign_in):
    world.scheme = factory.scheme(world, "2027试行", VARIED)
    made = factory.assessed(world, monkeypatch)
    client, url = sign_in(world.viewer), address(made, "Z-3")
    alone = text(part(client, url, "sway"))
    assert "对位次影响最大的是" in alone
    assert "合成方法" in alone
    file = client.get(url, {"export": "chart-sway"})
    assert file["Content-Type"].startswith("application/vnd.openxmlformats")
    told = text(part(client, url, "trial", indicator="FUTURE_REVENUE", value="99"))
    assert "位次区间" in told


def test_a_scheme_that_varies_nothing_says_so(world, assessment, sign_in):
    assert "没有规定要检验的假设" in text(
        part(sign_in(world.viewer), address(assessment, "Z-3"), "sway")
    )


@pytest.mark.parametrize("name", ["chart-waterfall", "lines"])
def test_every_block_has_its_file(world, assessment, sign_in, name):
    file = sign_in(world.viewer).get(address(assessment, "Z-3"), {"export": name})
    assert file["Content-Type"].startswith("application/vnd.openxmlformats")


def test_nothing_inline_is_in_the_page(world, assessment, sign_in):
    page = text(sign_in(world.viewer).get(address(assessment, "Z-3")))
    assert " style=" not in page
    assert " onclick" not in page


def test_the_page_asks_few_questions(world, assessment, sign_in):
    client, url = sign_in(world.viewer), address(assessment, "Z-3")
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    assert len(asked) <= MOST

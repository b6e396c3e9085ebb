"""一区简报: two sheets with score, steps, indicators, sources, for who may see the zone whole."""

from django.urls import reverse

from tests.evaluate import world as factory


def text(response):
    return response.content.decode()


def test_the_sheets_say_score_steps_indicators_and_where_from(world, monkeypatch, sign_in):
    factory.assessed(world, monkeypatch, period=factory.BEFORE)
    better = ((500.0, 9.0, 4.0, 30.0, 70.0, 0.08), *factory.FIGURES[1:])
    made = factory.assessed(world, monkeypatch, figures=better)
    page = text(sign_in(world.zone_reporter).get(reverse("eva_brief", args=[made.pk, "Z-1"])))
    for heading in (
        "一、为什么是这个分",
        "二、与上期相比",
        "三、怎么提高",
        "四、各指标与中位水平的差距",
    ):
        assert heading in page
    assert "总分变化" in page
    assert made.snapshot_hash[:16] in page
    assert "本页为演示数据" in page
    assert page.count('<th scope="row">') >= len(factory.INDICATORS)


def test_the_first_edition_says_that_nothing_can_be_compared(world, assessment, sign_in):
    page = text(sign_in(world.viewer).get(reverse("eva_brief", args=[assessment.pk, "Z-2"])))
    assert "没有可比的上一期" in page


def test_the_sheets_of_another_zone_are_not_there(world, assessment, sign_in):
    answer = sign_in(world.other_reporter).get(reverse("eva_brief", args=[assessment.pk, "Z-1"]))
    assert answer.status_code == 404

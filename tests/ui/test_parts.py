"""Lamps, bullets, numbers, addresses: what stands on a page says the same to eye and ear."""

import datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.template import Context, Template

from xiandao.ui import icons, numbers
from xiandao.ui.bullets import bullet
from xiandao.ui.lamps import TONES, lamp_html


def draw(source, **context):
    return Template("{% load parts %}" + source).render(Context(context))


@pytest.mark.parametrize("tone", TONES)
def test_a_lamp_has_a_shape_and_a_word_besides_its_colour(tone):
    html = lamp_html(tone, "滞后 9 天")
    assert f'class="lamp {tone}"' in html
    assert "<svg" in html
    assert "滞后 9 天" in html


def test_the_shapes_tell_the_tones_apart_without_colour():
    shapes = {tone: lamp_html(tone, "").split(">", 2)[2] for tone in TONES}
    assert shapes["soon"] == shapes["late"] != shapes["over"] != shapes["ok"] != shapes["idle"]


def test_an_unknown_tone_is_not_begun_and_its_word_is_escaped():
    html = lamp_html('x" onload="', "<b>")
    assert 'class="lamp idle"' in html
    assert "onload" not in html
    assert "&lt;b&gt;" in html


def test_the_lamp_tag_takes_an_object_or_words_or_nothing():
    shown = SimpleNamespace(tone="ok", word="正常")
    assert "正常" in draw("{% lamp shown %}", shown=shown)
    assert ">5</span>" in draw("{% lamp tone='ok' word=5 %}")
    assert draw("{% lamp nothing %}", nothing=None) == ""


def test_a_bullet_says_its_figures_in_words():
    html = bullet(4, 15, expected="7.5", label="研发项目")
    assert 'aria-label="研发项目，现值4，目标15，时序应为7.5"' in html
    assert bullet(None, 15).count("<rect") == 1
    assert "尚无数据" in bullet(None, 15)


def test_bullet_marks_stand_in_proportion_and_inside_the_frame():
    html = bullet(5, 10, maximum=20)
    assert 'class="value" x="0.00%" y="10" width="25.00%"' in html
    assert 'class="target" x1="50.00%"' in html
    assert 'width="100.00%" height="6"' in bullet(99, 10, maximum=20)


@pytest.mark.parametrize("figures", [(0, 0), (None, None), ("", "x"), (-5, 10)])
def test_a_bullet_without_sensible_figures_is_still_drawn(figures):
    assert bullet(*figures).startswith("<svg")


def test_the_big_bullet_writes_its_figures():
    html = bullet(24, 30, low=27, high=31, size="big")
    for said in ("现值 24", "目标 30", "预测 27–31"):
        assert said in html


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("12000.500"), "12,000.5"), (0, "0"), (Decimal("0.00"), "0"), (None, ""), ("约30", "约30"),
        (1e6, "1,000,000"), (Decimal("1E+3"), "1,000"), (-5.10, "-5.1"), (True, "True"),
    ],
)  # fmt: skip
def test_numbers_have_commas_and_no_idle_zeros(value, shown):
    assert numbers.plain(value) == shown


def test_amounts_are_kept_in_yuan_and_shown_in_the_unit_of_the_table():
    assert draw("{{ x|amount:'万元' }}", x=18_200_000) == "1,820 万元"
    assert draw("{{ x|scaled:'亿元' }}", x=1_234_500_000) == "12.35"
    assert draw("{{ x|amount:'万元' }}", x=None) == ""


def test_dates_are_iso_and_instants_local():
    instant = datetime.datetime(2026, 11, 22, 17, 30, tzinfo=datetime.UTC)
    assert numbers.day(datetime.date(2026, 11, 22)) == "2026-11-22"
    assert numbers.day(instant) == "2026-11-23 01:30"


def test_invented_data_says_so():
    assert "演示数据" in draw("{% demo_mark flag %}", flag=True)
    assert draw("{% demo_mark flag %}", flag=False) == ""


def test_query_with_changes_one_thing_and_keeps_the_rest(rf):
    request = rf.get("/?year=2025&page=3&q=低空")
    shown = draw("{% query_with year=2026 page=None %}", request=request)
    assert shown == "?q=%E4%BD%8E%E7%A9%BA&amp;year=2026"


@pytest.mark.parametrize("name", sorted(icons.PATHS))
def test_a_sign_is_hidden_from_readers(name):
    assert 'aria-hidden="true"' in icons.icon(name)


@pytest.mark.parametrize(
    ("code", "shown"), [("2026Q3", "2026年三季度"), ("2026-09", "2026年9月"), ("旧数据", "旧数据")]
)
def test_a_period_is_written_as_official_texts_write_it(code, shown):
    assert draw("{{ code|period }}", code=code) == shown

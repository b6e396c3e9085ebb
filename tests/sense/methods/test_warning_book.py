"""Rules as data: what is shipped holds, what is wrong is told with its line."""

import pytest

from tests.sense.methods.warning_rows import DECLINE, book, rule
from xiandao.sense.methods.warning_book import read, shipped
from xiandao.sense.methods.warning_colour import Colour, mildest, rank
from xiandao.sense.methods.warning_rules import LEAST_HISTORY, Measure
from xiandao.terms.error import InputError


def test_every_shipped_rule_has_a_ground_units_and_enough_history():
    for one in shipped().rules:
        assert one.clause
        assert one.reason
        assert one.units >= 3
        assert one.history >= LEAST_HISTORY
        assert list(one.thresholds) == sorted(one.thresholds, key=rank)
    assert {one.measure for one in shipped().rules} == set(Measure)


def test_a_limit_that_is_reached_counts_and_the_gravest_colour_wins():
    down = rule()
    assert [down.colour_of(value) for value in (-25, -20, -10.5, -5, -1, -0.9)] == [
        Colour.RED, Colour.RED, Colour.ORANGE, Colour.YELLOW, Colour.BLUE, None,
    ]  # fmt: skip
    up = rule(direction='"up"', thresholds="{ red = 20, blue = 5 }")
    assert [up.colour_of(value) for value in (20, 19, 5, 4)] == [
        Colour.RED,
        Colour.BLUE,
        Colour.BLUE,
        None,
    ]


def test_the_mildest_of_no_colours_is_none():
    assert mildest(()) is None


@pytest.mark.parametrize(
    ("changed", "line", "words"),
    [
        ({"measure": '"level"'}, 5, "growth（同比）"),
        ({"direction": "1"}, 6, "direction"),
        ({"thresholds": "{ red = -1, blue = -5 }"}, 7, "由低到高"),
        ({"thresholds": "{ red = -5, orange = -5 }"}, 7, "互不相同"),
        ({"thresholds": "{ green = 1 }"}, 7, "green"),
        ({"thresholds": "{ red = nan }"}, 7, "red"),
        ({"thresholds": "{}"}, 7, "thresholds"),
        ({"reason": '""'}, 2, "条款"),
        ({"history": "3"}, 9, "8至"),
        ({"units": "true"}, 9, "units"),
        ({"units": "0"}, 9, "units"),
        ({"colour": "1"}, 9, "不认识“colour”"),
        ({"indicators": "[]"}, 4, "指标代码"),
        ({"name": '" "'}, 3, "name"),
        ({"ratio": "1"}, 9, "true"),
        ({"decline": "{ within = 2, growth = -5, periods = 3 }"}, 9, "periods"),
        ({"decline": '{ within = 2, growth = "x" }'}, 9, "growth"),
        ({"measure": '"turning"', "persistence": "2"}, 9, "persistence"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(changed, line, words):
    with pytest.raises(InputError) as told:
        book(**changed)
    assert told.value.code == "SEN-371"
    assert f"第{line}行" in told.value.sentence
    assert words in told.value.sentence


def test_the_line_is_that_of_the_second_rule_where_that_is_wrong():
    head = '[[rules]]\ncode = "{}"\nname = "n"\nindicators = ["x"]\nmeasure = "{}"\ndirection = "down"\nreason = "r"\n'
    tail = f"thresholds = {{ red = -1 }}\n{DECLINE}\n"
    good = head.format("a", "growth") + tail
    with pytest.raises(InputError, match="第14行"):
        read(good + head.format("b", "nothing") + tail)
    with pytest.raises(InputError, match="第11行：规则“a”写了两次"):
        read(good + good)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[[rules", "SEN-370"), ("", "SEN-371"), ("rules = 1", "SEN-371"), ("rules = [1]", "SEN-371"),
        ("other = 1", "SEN-371"), ("indicators = 1\n[[rules]]", "SEN-371"),
    ],
)  # fmt: skip
def test_what_is_no_book_is_refused(text, code):
    with pytest.raises(InputError) as told:
        read(text)
    assert told.value.code == code


def test_a_word_that_no_indicator_knows_is_refused():
    with pytest.raises(InputError, match="第1行"):
        read("[indicators.x]\nsize = 1\n" + "[[rules]]\n" + BODY)
    assert read('[indicators.x]\nname = "产值"\n[[rules]]\n' + BODY).indicator("x").name == "产值"
    assert read("[[rules]]\n" + BODY).indicator("y").name == "y"


BODY = f"""code = "a"
name = "n"
indicators = ["x"]
measure = "growth"
direction = "down"
reason = "r"
thresholds = {{ red = -1 }}
{DECLINE}
"""

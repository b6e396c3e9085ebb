"""Small drawings: ends in tens, marks within them, colours by side, nothing inline."""

import pytest

from xiandao.evaluate.web.bars import pillar_bar, points_bar, rank_band, scale_of, share_line


@pytest.mark.parametrize(
    ("values", "ends"),
    [
        ([], (0, 100)),
        ([None], (0, 100)),
        ([60.0], (60, 70)),
        ([59.9, 91.0], (50, 100)),
        ([0.0, 100.0], (0, 100)),
    ],
)
def test_the_scale_ends_at_tens(values, ends):
    assert scale_of(values) == ends


def test_a_pillar_below_the_median_is_told_and_coloured_apart():
    low, high = (
        pillar_bar(65.0, 70.0, (60, 90), "创新能力"),
        pillar_bar(75.0, 70.0, (60, 90), "创新能力"),
    )
    assert "below" in low
    assert "above" in high
    assert "创新能力65.0分，中位数70.0分" in low


def test_a_pillar_without_a_score_says_so():
    assert "缺数据" in pillar_bar(None, 70.0, (60, 90), "创新能力")


def test_a_name_cannot_bring_markup():
    assert "<b>x" not in pillar_bar(65.0, 70.0, (60, 90), "<b>x")


def test_a_place_stands_within_its_interval():
    drawn = rank_band(5, 4, 7, 16)
    assert "位次5，区间4至7" in drawn
    assert 'style="' not in drawn
    assert rank_band(1, 1, 1, 1)


def test_points_lost_lie_left_of_the_middle():
    assert 'x="25.00%" y="4" width="25.00%"' in points_bar(-1.0, 2.0)
    assert 'x="50.00%" y="4" width="50.00%"' in points_bar(2.0, 2.0)
    assert 'width="0.00%"' in points_bar(0.0, 0.0)


def test_a_firm_stands_at_its_share_and_a_range_is_a_range():
    point = share_line((63.0, 63.0), [(50, "0.4")], "优于<63%")
    assert 'class="dot" cx="63.00%"' in point
    assert "优于&lt;63%" in point
    span = share_line((90.0, 100.0), [(50, "0.4")], "优于90%以上")
    assert 'x="90.00%" y="26" width="10.00%"' in span
    assert "dot" not in span

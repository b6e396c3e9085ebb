"""碳效码: levels and grades at their limits, percentile, what one grade better takes."""

import numpy as np
import pytest

from xiandao.evaluate.methods.carbon_efficiency import carbon_codes, graded
from xiandao.terms.error import InputError


def codes(carbon, value=None, **options):
    carbon = np.array(carbon, dtype=float)
    value = np.full(len(carbon), 100.0) if value is None else np.array(value, dtype=float)
    units = [f"e{place}" for place in range(len(carbon))]
    industries = options.pop("industries", ["纺织"] * len(carbon))
    return carbon_codes(units, carbon, value, industries, **options)


def test_limits_belong_to_the_better_class_also_after_rounding():
    found = codes([60, 60.1, 200, 201], means={"纺织": 1.0})
    assert [one.level for one in found] == ["低碳", "中碳", "中碳", "高碳"]
    assert graded(np.array([0.1 + 0.5, 3 * 0.2]), (0.6, 2.0)).tolist() == [1, 1]
    ratios = codes([60, 80, 120, 200, 201], means={"纺织": 1.0})
    assert [one.grade for one in ratios] == [1, 2, 3, 4, 5]


def test_the_grade_is_within_the_industry_and_the_level_is_not():
    found = codes([30, 90, 300, 900], industries=["软件", "软件", "钢铁", "钢铁"])
    assert [one.ratio for one in found] == [0.5, 1.5, 0.5, 1.5]
    assert [one.grade for one in found] == [1, 4, 1, 4]
    assert [one.level for one in found] == ["低碳", "中碳", "高碳", "高碳"]


def test_the_mean_is_of_totals_of_units_or_as_published():
    data = {"carbon": [100, 100], "value": [100, 400]}
    assert codes(data["carbon"], data["value"])[0].ratio == pytest.approx(1 / 0.4)
    assert codes(data["carbon"], data["value"], mean_of="units")[0].ratio == pytest.approx(
        1 / 0.625
    )
    assert codes(data["carbon"], data["value"], means={"纺织": 2.0})[0].ratio == pytest.approx(0.5)


def test_what_one_grade_better_takes_really_earns_it():
    means = {"纺织": 1.0}
    for before in codes([70, 110, 180, 300], means=means):
        assert before.grade > 1
        carbon = before.intensity * 100
        saved = codes([carbon - before.less_carbon], means=means)[0]
        grown = codes([carbon], [100 + before.more_value], means=means)[0]
        assert saved.grade == grown.grade == before.grade - 1
    best = codes([50], means=means)[0]
    assert (best.less_carbon, best.more_value) == (0, 0)
    assert np.isnan(best.target)


def test_own_clean_power_is_deducted_and_never_below_zero():
    found = codes([100, 10, 100], deducted=np.array([40.0, 20.0, 0.0]))
    assert [one.intensity for one in found] == [0.6, 0, 1.0]


def test_the_percentile_is_the_share_of_the_industry_that_does_worse():
    assert [one.percentile for one in codes([10, 20, 30])] == [1, 0.5, 0]
    assert [one.percentile for one in codes([10, 10, 30])] == [0.75, 0.75, 0]


@pytest.mark.parametrize(
    ("code", "call"),
    [
        ("EVA-179", lambda: codes([10, np.nan])),
        ("EVA-179", lambda: codes([10, -1])),
        ("EVA-179", lambda: codes([10, 20], [100, 0])),
        ("EVA-178", lambda: codes([0, 0])),
        ("EVA-180", lambda: codes([10], grade_limits=(0.8, 0.6))),
        ("EVA-180", lambda: codes([10], level_names=("低", "高"))),
    ],
)
def test_figures_without_a_meaning_are_refused_by_name(code, call):
    with pytest.raises(InputError) as caught:
        call()
    assert caught.value.code == code
    assert caught.value.hint

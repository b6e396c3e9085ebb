"""Imputation: each method equals an independent count of its published formula; flags, fall-backs, revisions."""

import math
import statistics

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiandao.statistics.methods.imputation import Method, Plan, apply, impute, revise
from xiandao.statistics.methods.imputation_methods import (
    class_median,
    nearest_donors,
    ratio_of_means,
)
from xiandao.terms.error import XiandaoError

CASES = st.lists(
    st.tuples(
        st.sampled_from("kl"), st.none() | st.integers(0, 500).map(float), st.integers(0, 60).map(float)
    ), min_size=2, max_size=20,
)  # fmt: skip


def cases(rows):
    return pl.DataFrame(
        {
            "unit": [f"u{number:02d}" for number in range(len(rows))],
            "class": [row[0] for row in rows],
            "y": pl.Series([row[1] for row in rows], dtype=pl.Float64),
            "x": [row[2] for row in rows],
            "is_response": [row[1] is not None for row in rows],
        }
    )


def by_unit(frame):
    return {row["unit"]: row for row in frame.to_dicts()}


@given(CASES)
def test_ratio_of_means_is_the_published_link_times_the_predictor(rows):
    # ONS “Ratio of Means” 7.4: sum of responses over sum of predictive values of the matched responders.
    found = by_unit(ratio_of_means(cases(rows), predictor="x", default_link=1.0))
    for number, (group, y, x) in enumerate(rows):
        pairs = [(b, c) for a, b, c in rows if a == group and b is not None]
        unit = f"u{number:02d}"
        if y is not None or not pairs:
            assert unit not in found
            continue
        bottom = sum(c for _, c in pairs)
        link = sum(b for b, _ in pairs) / bottom if bottom else 1.0
        assert found[unit]["value"] == pytest.approx(link * x)
        assert found[unit]["donors"] == len(pairs)


def test_a_class_with_a_denominator_of_zero_gets_no_value_unless_a_default_is_given():
    frame = cases([("k", 5.0, 0.0), ("k", None, 3.0)])
    assert ratio_of_means(frame, predictor="x").height == 0
    assert ratio_of_means(frame, predictor="x", default_link=1.0)["value"].to_list() == [3.0]


def test_a_predictor_that_can_be_negative_makes_no_link():
    assert ratio_of_means(cases([("k", 5.0, -2.0), ("k", 9.0, 4.0), ("k", None, 3.0)]), predictor="x").height == 0  # fmt: skip


def test_the_variance_of_a_ratio_is_that_of_the_ratio_model():
    rows = [("k", 12.0, 10.0), ("k", 18.0, 20.0), ("k", 33.0, 30.0), ("k", None, 15.0)]
    found = ratio_of_means(cases(rows), predictor="x").row(0, named=True)
    link = 63 / 60
    sigma = sum((y - link * x) ** 2 / x for _, y, x in rows[:3]) / 2
    assert found["variance"] == pytest.approx(sigma * 15 * (1 + 15 / 60))


@given(CASES, st.integers(1, 4))
def test_nearest_donors_are_those_a_search_through_all_finds(rows, k):
    found = by_unit(nearest_donors(cases(rows), predictor="x", k=k))
    for number, (group, y, x) in enumerate(rows):
        unit = f"u{number:02d}"
        donors = [
            (abs(math.log1p(c) - math.log1p(x)), i, b)
            for i, (a, b, c) in enumerate(rows)
            if a == group and b is not None
        ]
        if y is not None or not donors:
            assert unit not in found
            continue
        # Rounding may tell two equal distances apart; donors at the same size have the same distance.
        near = sorted((round(gap, 9), i, b) for gap, i, b in donors)[:k]
        chosen = [b for _, _, b in near]
        assert found[unit]["value"] == pytest.approx(statistics.fmean(chosen))
        if len(chosen) > 1:
            spread = statistics.variance(chosen) * (1 + 1 / len(chosen))
            assert found[unit]["variance"] == pytest.approx(spread)


@given(CASES)
def test_the_median_is_that_of_the_answers_of_the_class(rows):
    found = by_unit(class_median(cases(rows)))
    for number, (group, y, _x) in enumerate(rows):
        answers = [b for a, b, _ in rows if a == group and b is not None]
        if y is None and answers:
            assert found[f"u{number:02d}"]["value"] == pytest.approx(statistics.median(answers))
        else:
            assert f"u{number:02d}" not in found


@given(CASES, st.randoms(use_true_random=False))
def test_no_method_depends_on_the_order_of_the_rows(rows, chance):
    frame = cases(rows)
    order = list(range(len(rows)))
    chance.shuffle(order)
    shuffled = frame[order]
    for method in (
        lambda one: ratio_of_means(one, predictor="x"),
        lambda one: nearest_donors(one, predictor="x", k=3),
        class_median,
    ):
        once, again = by_unit(method(frame)), by_unit(method(shuffled))
        assert once.keys() == again.keys()
        assert all(once[u]["value"] == pytest.approx(again[u]["value"]) for u in once)


UNITS = pl.DataFrame(
    {
        "unit": list("abcdef"), "industry": ["q"] * 3 + ["g"] * 3, "size": ["s"] * 6,
        "staff": [10.0, 20.0, 30.0, 10.0, 20.0, 5.0],
    }
)  # fmt: skip
NOW = pl.DataFrame(
    {"unit": list("abde"), "period": ["2026-06"] * 4, "r13": [11.0, 22.0, 5.0, 10.0]}
)
BEFORE = pl.DataFrame({"unit": list("abc"), "r13": [10.0, 20.0, 30.0]})
PLAN = Plan(classes=(("industry",), ()), min_donors=2, nearest=2)


def imputed(**more):
    return impute(NOW, UNITS, ["r13"], period="2026-06", previous=BEFORE, auxiliary="staff", plan=PLAN, **more)  # fmt: skip


def test_each_unit_gets_the_first_method_that_has_an_answer_and_says_which():
    rows = imputed().select("unit", "value", "method", "within", "donors", "flag").rows()
    assert rows == [
        ("c", pytest.approx(33.0), "forward", "industry", 2, "I"),
        # f did not answer before either: its staff times the ratio of its industry, 15 ⁄ 30.
        ("f", pytest.approx(2.5), "construction", "industry", 2, "I"),
    ]


def test_a_class_with_too_few_answers_gives_way_to_a_wider_one():
    plan = Plan(methods=(Method.MEDIAN,), classes=(("industry",), ()), min_donors=3)
    found = impute(NOW, UNITS, ["r13"], period="2026-06", plan=plan)
    assert found.select("value", "within", "donors").rows() == [(10.5, "", 4), (10.5, "", 4)]


def test_nobody_is_invented_where_nobody_answered():
    empty = NOW.with_columns(r13=pl.lit(None, pl.Float64))
    assert impute(empty, UNITS, ["r13"], period="2026-06", previous=BEFORE).height == 0


def test_imputed_values_of_the_period_before_predict_but_make_no_link():
    before = BEFORE.with_columns(r13__flag=pl.Series([None, "I", None], dtype=pl.String))
    plan = Plan(methods=(Method.FORWARD,), classes=((),), min_donors=1)
    found = impute(NOW, UNITS, ["r13"], period="2026-06", previous=before, plan=plan)
    # Only a answered twice: 11 ⁄ 10. With the imputed 20 of b the donors would be two.
    assert found.select("unit", "value", "donors").rows() == [("c", pytest.approx(33.0), 1)]


@pytest.mark.parametrize(
    ("method", "expected"), [(Method.DONORS, 16.0), (Method.MEDIAN, 10.5), (Method.CONSTRUCTION, 16.0)]
)  # fmt: skip
def test_an_imputed_value_is_handed_to_nobody_else(method, expected):
    twice = apply(NOW, impute(NOW, UNITS.head(5), ["r13"], period="2026-06", plan=Plan(methods=(Method.MEDIAN,), classes=((),), min_donors=1)), period="2026-06")  # fmt: skip
    alone = UNITS.with_columns(staff=pl.Series([10.0, 20.0, 21.0, 10.0, 20.0, 20.0]))
    plan = Plan(methods=(method,), classes=((),), min_donors=1, nearest=2)
    found = impute(twice, alone, ["r13"], period="2026-06", auxiliary="staff", plan=plan)
    assert found["unit"].to_list() == ["f"]
    assert found["value"].to_list() == [pytest.approx(expected)]


def test_answers_are_never_replaced_and_fillings_are_flagged():
    filled = apply(NOW, imputed(), period="2026-06")
    assert filled.select("unit", "r13", "r13__flag").rows() == [
        ("a", 11.0, None), ("b", 22.0, None), ("c", pytest.approx(33.0), "I"),
        ("d", 5.0, None), ("e", 10.0, None), ("f", pytest.approx(2.5), "I"),
    ]  # fmt: skip
    assert set(filled["period"]) == {"2026-06"}


def test_an_item_nobody_was_asked_before_can_be_filled_in():
    more = imputed().with_columns(item=pl.lit("r99"))
    assert apply(NOW, more, period="2026-06").filter(unit="c")["r99"].to_list() == [pytest.approx(33.0)]  # fmt: skip


def test_the_return_that_arrives_revises_the_imputed_value():
    late = pl.DataFrame({"unit": ["c", "z"], "r13": [30.0, 1.0]})
    found = revise(imputed(), late).row(0, named=True)
    assert (found["unit"], found["method"], found["actual"]) == ("c", "forward", 30.0)
    assert found["difference"] == pytest.approx(-3.0)
    assert found["relative"] == pytest.approx(-0.1)
    assert found["is_within"] is False
    assert revise(imputed(), late).height == 1


def test_a_unit_twice_or_an_unknown_class_is_refused():
    with pytest.raises(XiandaoError) as caught:
        impute(pl.concat([NOW, NOW]), UNITS, ["r13"], period="2026-06")
    assert caught.value.code == "STA-540"
    with pytest.raises(XiandaoError) as caught:
        impute(NOW, UNITS.drop("size"), ["r13"], period="2026-06")
    assert caught.value.code == "STA-541"


def test_imputation_brings_a_total_with_a_fifth_missing_within_two_per_cent():
    import numpy as np

    chance = np.random.default_rng(7)
    size = chance.lognormal(5, 1, 2000)
    before, now = size * chance.lognormal(0, 0.2, 2000), 1.1 * size * chance.lognormal(0, 0.2, 2000)
    units = pl.DataFrame({"unit": [f"u{i:04d}" for i in range(2000)], "industry": "q", "size": "s", "staff": size})  # fmt: skip
    answered = chance.random(2000) > 0.2
    current = units.select("unit", r13=pl.Series(now)).filter(pl.Series(answered))
    previous = units.select("unit", r13=pl.Series(before))
    filled = impute(current, units, ["r13"], period="2026", previous=previous, auxiliary="staff")
    total = current["r13"].sum() + filled["value"].sum()
    assert abs(total / now.sum() - 1) < 0.02
    assert abs(current["r13"].sum() / now.sum() - 1) > 0.1

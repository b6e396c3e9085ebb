"""Up the tree: the reference study, methods of single nodes, missing cells, and one message per cause."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.evaluate.methods.asem import framework_of, rows_of, stage_of
from xiandao.evaluate.methods.copeland import copeland
from xiandao.evaluate.methods.framework import Framework, Node
from xiandao.evaluate.methods.mazziotta_pareto import ampi
from xiandao.evaluate.methods.power_means import geometric
from xiandao.evaluate.methods.recipe_parts import plan_of
from xiandao.evaluate.methods.table import Table
from xiandao.evaluate.methods.tree import aggregate_tree, aggregated
from xiandao.terms.error import InputError

TREE = Framework.of(
    [
        Node("I", "总指数"), Node("P", "创新", parent="I"), Node("Q", "民生", parent="I", weight=3),
        Node("a", "研发", parent="P"), Node("b", "专利", parent="P"), Node("c", "医疗", parent="Q"),
        Node("d", "教育", parent="Q"),
    ]
)  # fmt: skip


def table_of(values, periods=()):
    x = np.asarray(values, dtype=float)
    return Table(tuple(f"u{row}" for row in range(len(x))), TREE.indicators, x, periods=periods)


def index_of(values, plan, weights=None, periods=()):
    return aggregate_tree(table_of(values, periods), TREE, weights or {}, plan_of(plan)).column("I")


@pytest.fixture(scope="module")
def asem(shared):
    folder = shared / "data" / "asem"
    return folder, framework_of(folder), stage_of(folder, "std_normalised.csv")


def test_every_aggregate_of_the_reference_study(asem):
    folder, tree, table = asem
    found = aggregate_tree(table, tree, {}, plan_of({}))
    expected = {row["uCode"]: row for row in rows_of(folder / "std_aggregated.csv")}
    assert set(found.columns) == set(rows_of(folder / "std_aggregated.csv")[0]) - {"uCode"}
    for code in found.columns:
        kept = [float(expected[unit][code]) for unit in table.units]
        np.testing.assert_allclose(found.column(code), kept, atol=1e-9)


def test_effective_weights_of_the_reference_study(asem):
    folder, tree, _ = asem
    found = tree.effective_weights()
    for row in rows_of(folder / "std_effective_weights.csv"):
        code = row.get("iCode") or next(iter(row.values()))
        weight = float(row.get("EffWeight") or list(row.values())[-1])
        assert found[code] == pytest.approx(weight, abs=1e-12)


def test_results_of_the_reference_study_in_their_order(asem):
    folder, tree, table = asem
    scores = aggregate_tree(table, tree, {}, plan_of({})).column("Index")
    rows = rows_of(folder / "std_results.csv")
    assert [table.units[place] for place in np.argsort(-scores)] == [row["uCode"] for row in rows]
    np.testing.assert_allclose(
        np.sort(scores)[::-1], [float(row["Index"]) for row in rows], atol=1e-9
    )


def test_each_node_may_have_a_method_of_its_own():
    x = np.array([[1.0, 4.0, 2.0, 8.0], [9.0, 1.0, 5.0, 5.0]])
    plan = {"nodes": {"P": {"method": "geometric"}}, "levels": {"3": {"method": "minimum"}}}
    found = aggregate_tree(table_of(x), TREE, {}, plan_of(plan))
    np.testing.assert_allclose(found.column("P"), [2, 3])
    np.testing.assert_allclose(found.column("Q"), [5, 5])
    np.testing.assert_allclose(found.column("I"), [2, 3])


def test_a_node_may_be_made_of_all_indicators_with_their_effective_weights():
    x = np.array([[1.0, 4.0, 2.0, 8.0], [9.0, 1.0, 5.0, 5.0]])
    found = index_of(x, {"levels": {"3": {"method": "geometric", "over": "indicators"}}}, {"a": 3})
    np.testing.assert_allclose(found, geometric(x, np.array([0.1875, 0.0625, 0.375, 0.375])))


def test_columns_in_another_order_make_no_difference():
    x = np.random.default_rng(0).random((4, 4))
    table = table_of(x).take(columns=["d", "b", "a", "c"])
    found = aggregate_tree(table, TREE, {}, plan_of({}))
    np.testing.assert_allclose(found.column("I"), index_of(x, {}))
    np.testing.assert_array_equal(found.column("b"), x[:, 1])


GAPS = np.array([[2.0, np.nan, 4.0, 6.0], [1.0, 3.0, 9.0, 9.0], [np.nan, np.nan, 5.0, 7.0]])


def test_skip_gives_the_weight_of_missing_children_to_the_others():
    np.testing.assert_allclose(index_of(GAPS, {}), [0.25 * 2 + 0.75 * 5, 0.25 * 2 + 0.75 * 9, 6])


def test_propagate_leaves_the_score_out():
    np.testing.assert_array_equal(
        np.isnan(index_of(GAPS, {"missing": "propagate"})), [True, False, True]
    )


def test_worst_takes_the_worst_value_of_the_column():
    expected = [0.25 * 2.5 + 0.75 * 5, 0.25 * 2 + 0.75 * 9, 0.25 * 2 + 0.75 * 6]
    np.testing.assert_allclose(index_of(GAPS, {"missing": "worst"}), expected)


def test_the_threshold_counts_weight_or_number():
    x = np.array([[2.0, np.nan, 4.0, 6.0], [1.0, 3.0, 9.0, 9.0]])
    by_weight = index_of(x, {"nodes": {"P": {"threshold": 0.6}}}, {"a": 3})
    by_number = index_of(x, {"nodes": {"P": {"threshold": 0.6, "counted": "number"}}}, {"a": 3})
    assert by_weight[0] == pytest.approx(0.25 * 2 + 0.75 * 5)
    assert by_number[0] == pytest.approx(5)
    assert index_of(x, {"threshold": 0.5, "counted": "number"}, {"a": 3})[0] == by_weight[0]


def test_scores_that_are_missing_are_told():
    made = aggregated(table_of(GAPS), TREE, {}, plan_of({"missing": "propagate"}))
    assert made.logs[0].name == "aggregate"
    assert ("P", "创新", "没有得分：u0、u2", 2) in made.logs[0].rows


def test_units_without_any_figure_are_named_and_left_only_when_asked():
    x = np.vstack([GAPS, np.full((1, 4), np.nan)])
    with pytest.raises(InputError, match="1个单元没有任何指标数据：u3") as caught:
        index_of(x, {})
    assert caught.value.code == "EVA-253"
    left = index_of(x, {"empty": "leave"})
    assert np.isnan(left).tolist() == [False, False, False, True]


def test_indicators_without_any_figure_are_named():
    x = GAPS.copy()
    x[:, 2] = np.nan
    with pytest.raises(InputError, match="指标“医疗”没有任何数据") as caught:
        index_of(x, {})
    assert caught.value.code == "EVA-254"


def test_a_node_that_nobody_has_a_score_of_is_an_error():
    x = GAPS.copy()
    x[1, 1] = np.nan
    x[0, :2], x[1, :2], x[2, :2] = (1, np.nan), (np.nan, 2), (3, np.nan)
    with pytest.raises(InputError, match="没有一个单元能得到“创新”的得分"):
        index_of(x, {"missing": "propagate"})


def test_zeros_under_a_geometric_mean_are_refused_by_name_of_node_and_children():
    x = np.array([[0.0, 1.0, 2.0, 3.0], [1.0, 2.0, -1.0, 3.0]])
    with pytest.raises(InputError) as caught:
        index_of(x, {"nodes": {"P": {"method": "geometric"}}})
    assert caught.value.sentence == "合成“创新”：几何平均要求各值大于零，“研发”1行不是"
    assert caught.value.details["node"] == "P"
    assert caught.value.details["columns"] == {"a": 1}


@pytest.mark.parametrize("method", ["geometric", "harmonic"])
def test_scores_are_shifted_to_be_positive_when_asked_and_that_is_told(method):
    x = np.array([[0.0, 100.0, 2.0, 3.0], [50.0, 20.0, 1.0, 3.0]])
    made = aggregated(table_of(x), TREE, {}, plan_of({"method": method, "shift": 1}))
    direct = aggregate_tree(
        table_of(x + (1 - x * 0.01) * [1, 1, 0, 0]), TREE, {}, plan_of({"method": method})
    )
    np.testing.assert_allclose(made.table.column("P"), direct.column("P"))
    assert made.logs[0].rows == (("P", "创新", "shift：最小值移到1", 1),)


def test_a_plan_for_what_is_no_aggregate_is_refused():
    with pytest.raises(InputError, match="不是上级指标的代码：a") as caught:
        index_of(GAPS, {"nodes": {"a": {"method": "geometric"}}})
    assert caught.value.code == "EVA-250"


@pytest.mark.parametrize("weights", [{"c": 0, "d": 0}, {"c": -1}])
def test_weights_that_cannot_be_shared_out_are_refused(weights):
    with pytest.raises(InputError, match="“民生”的下级权重有负数，或合计为零") as caught:
        index_of(np.ones((2, 4)), {}, weights)
    assert caught.value.code == "EVA-256"


def test_a_child_without_weight_neither_counts_nor_has_to_be_there():
    x = np.array([[2.0, np.nan, 4.0, 6.0], [1.0, 3.0, 9.0, 9.0]])
    found = index_of(x, {"missing": "propagate"}, {"b": 0})
    np.testing.assert_allclose(found, [0.25 * 2 + 0.75 * 5, 0.25 * 1 + 0.75 * 9])


def test_methods_that_compare_do_so_within_each_period():
    x = np.random.default_rng(4).random((8, 4))
    periods = ("2023", "2024") * 4
    found = index_of(
        x, {"levels": {"3": {"method": "copeland", "over": "indicators"}}}, None, periods
    )
    w = np.array([0.125, 0.125, 0.375, 0.375])
    np.testing.assert_array_equal(found[::2], copeland(x[::2], w))
    np.testing.assert_array_equal(found[1::2], copeland(x[1::2], w))


def test_goalposts_are_of_all_periods_together():
    x = np.random.default_rng(4).random((8, 4))
    periods = ("2023", "2024") * 4
    found = index_of(x, {"levels": {"3": {"method": "ampi", "over": "indicators"}}}, None, periods)
    np.testing.assert_allclose(found, ampi(x, np.array([0.125, 0.125, 0.375, 0.375])))


def test_one_unit_cannot_be_compared():
    with pytest.raises(InputError, match="2024只有1个单元有数") as caught:
        index_of(np.ones((3, 4)), {"method": "topsis"}, None, ("2023", "2023", "2024"))
    assert caught.value.code == "EVA-255"


def test_empty_rows_are_not_shown_to_methods_that_compare():
    x = np.array([[1.0, 2.0, 3.0, 4.0], [np.nan, np.nan, 1.0, 1.0], [2.0, 1.0, 5.0, 0.0]])
    found = aggregate_tree(table_of(x), TREE, {}, plan_of({"nodes": {"P": {"method": "copeland"}}}))
    np.testing.assert_array_equal(found.column("P"), [0, np.nan, 0])


@given(
    arrays(float, (4, 4), elements=st.floats(1, 100)), st.permutations(range(4)), st.integers(0, 3)
)
@settings(max_examples=25)
def test_means_up_the_tree_rise_with_every_indicator_and_ignore_the_order_of_rows(x, order, place):
    for method in ("arithmetic", "geometric", "harmonic", "minimum"):
        found = index_of(x, {"method": method})
        np.testing.assert_allclose(
            index_of(x[list(order)], {"method": method}), found[list(order)], rtol=1e-12
        )
        better = x.copy()
        better[:, place] += 1.0
        assert (index_of(better, {"method": method}) >= found - 1e-9).all()


def test_the_table_is_not_changed():
    table = table_of(GAPS)
    aggregate_tree(table, TREE, {}, plan_of({"missing": "worst"}))
    np.testing.assert_array_equal(table.values, GAPS)


def test_a_plan_for_a_level_without_aggregates_is_refused():
    for level in ("1", "9"):
        with pytest.raises(InputError, match=f"没有的层级：{level}") as caught:
            index_of(GAPS, {"levels": {level: {"method": "geometric"}}})
        assert caught.value.code == "EVA-250"

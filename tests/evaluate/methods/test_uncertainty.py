"""The whole analysis: the standard design, failures told, panels, tables."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evaluate.methods.uncertain import (
    AGGREGATION,
    NORMALISATION,
    STANDARD,
    TREATMENT,
    WEIGHTS,
    asem,
    figures,
    panel,
    recipe,
    tree,
)
from xiandao.evaluate.methods.build import build
from xiandao.evaluate.methods.ranking import ranks
from xiandao.evaluate.methods.uncertainty import uncertainty
from xiandao.evaluate.methods.uncertainty_output import mean_rank_change
from xiandao.evaluate.methods.uncertainty_spec import spec_of
from xiandao.evaluate.methods.uncertainty_tables import tables
from xiandao.terms.error import InputError

# COINr's design on its example, enumerated: S1 and ST of treatment, normalisation, weights, aggregation.
KNOWN_S1 = np.array([0.030, 0.091, 0.112, 0.548])
KNOWN_ST = np.array([0.050, 0.284, 0.187, 0.729])


def small(factors, *, data=None, changes=None, **given):
    return uncertainty(
        data or figures(), tree(), recipe(**changes or {}), {"factors": factors, **given}
    )


def table_named(found, name):
    log = next(log for log in tables(found) if log.name == name)
    return [dict(zip(log.columns, row, strict=True)) for row in log.rows]


def test_the_standard_design_has_its_known_indices(shared):
    found = uncertainty(*asem(shared), {"factors": STANDARD, "seed": 3})
    assert found.design == "enumerate"
    assert found.runs == 2000
    assert found.sensitivity.is_exact
    # Weights are other random draws, a hundred of them: the indices agree within what that leaves open.
    assert np.abs(found.sensitivity.s1[:, 0] - KNOWN_S1).max() < 0.045
    assert np.abs(found.sensitivity.st[:, 0] - KNOWN_ST).max() < 0.045


def test_sampling_the_standard_design_gives_the_exact_indices_within_their_intervals(shared):
    exact = uncertainty(*asem(shared), {"factors": STANDARD})
    found = uncertainty(*asem(shared), {"factors": STANDARD, "design": "sobol", "runs": 1024})
    bounds = found.sensitivity.intervals
    assert found.runs == 6144
    assert np.abs(found.sensitivity.s1 - exact.sensitivity.s1).max() < 0.06
    assert np.abs(found.sensitivity.st - exact.sensitivity.st).max() < 0.06
    assert (bounds.st_low < exact.sensitivity.st).all()
    assert (exact.sensitivity.st < bounds.st_high).all()


def test_the_mean_rank_of_each_unit_is_that_of_its_runs(shared):
    table, framework, chosen = asem(shared)
    found = uncertainty(table, framework, chosen, {"factors": [TREATMENT, AGGREGATION]})
    by_hand = []
    for points in TREATMENT["alternatives"]:
        for mean in AGGREGATION["alternatives"]:
            changed = chosen.changed({"treat.max_points": points, "aggregate.method": mean})
            by_hand.append(ranks(build(table, framework, changed).index))
    by_hand = np.array(by_hand)
    assert (found.ranks == by_hand).all()
    assert np.allclose(found.distribution.mean, by_hand.mean(axis=0))
    assert np.allclose(found.top(10), (by_hand <= 10).mean(axis=0))
    base = ranks(build(table, framework, chosen).index)
    assert np.allclose(found.outputs[:, 0], np.abs(by_hand - base).mean(axis=1))
    assert (found.nominal_ranks == base).all()


def test_failed_runs_are_counted_with_their_reason_and_share():
    # COINr: NA, silently dropped from the statistics.
    lows = {"name": "下限", "key": "normalise.lower", "alternatives": [0, 1]}
    found = small([lows, AGGREGATION])
    assert found.runs == 4
    assert found.failed == 1
    accounting = table_named(found, "accounting")
    assert [(row["status"], row["runs"], row["share"]) for row in accounting] == [
        ("ok", 3, 0.75),
        ("failed", 1, 0.25),
    ]
    assert accounting[1]["code"] == "EVA-251"
    assert [row["status"] for row in table_named(found, "replications")] == [
        "ok",
        "failed",
        "ok",
        "ok",
    ]
    assert (found.distribution.present == 0.75).all()
    assert found.sensitivity is None
    told = "".join(found.sentences)
    assert "4次运行中有1次失败（25.0%）" in told
    assert "敏感度无法确定" in told


def test_a_sample_with_failures_uses_whole_rows_and_says_how_many():
    lows = {
        "name": "下限",
        "key": "normalise.lower",
        "alternatives": [0, 1],
        "probabilities": [0.1, 0.9],
    }
    found = small([lows, AGGREGATION], design="sobol", runs=128, bootstraps=50)
    assert 0 < found.failed < found.runs
    kept = found.sensitivity
    assert 2 <= kept.rows < kept.all_rows == 128
    assert f"完整的{kept.rows}行" in "".join(found.sentences)


def test_nothing_is_returned_where_every_run_fails():
    geometric = {
        "name": "合成",
        "key": "aggregate.method",
        "alternatives": ["geometric", "harmonic"],
    }
    steps = [{"use": "normalise", "lower": 0}]
    with pytest.raises(InputError) as told:
        small([geometric], changes={"steps": steps})
    assert told.value.code == "EVA-314"
    assert "全部2次运行都失败了" in told.value.sentence


def test_runs_of_different_chance_weigh_as_much_as_they_are_likely():
    factor = AGGREGATION | {"probabilities": [0.8, 0.2]}
    found = small([factor])
    weighed = 0.8 * found.ranks[0] + 0.2 * found.ranks[1]
    assert np.allclose(found.distribution.mean, weighed)
    first = table_named(found, "units")[0]
    assert np.isclose(first["mean_score"], 0.8 * found.scores[0, 0] + 0.2 * found.scores[1, 0])
    assert first["score_median"] == found.scores[0, 0]


def test_a_panel_is_ranked_within_each_period(shared):
    found = uncertainty(*panel(shared), {"factors": [TREATMENT, AGGREGATION], "output": "rank:CHN"})
    assert found.sensitivity.outputs == tuple(f"CHN {year}" for year in range(2018, 2023))
    assert found.ranks.max() == 51
    rows = table_named(found, "units")
    assert len(rows) == 255
    for year in ("2018", "2022"):
        of_year = [row for row in rows if row["period"] == year]
        assert np.isclose(sum(row["p_top_10"] for row in of_year), 10)
    assert found.beats("2020").shape == (51, 51)
    with pytest.raises(InputError) as told:
        found.beats("1999")
    assert told.value.code == "EVA-313"


@pytest.mark.parametrize(("output", "count"), [("score", 12), ("rank", 12), ("score:u03", 1)])
def test_sensitivity_of_units_is_that_of_each_unit_alone(output, count):
    factors = [TREATMENT, AGGREGATION, NORMALISATION]
    found = small(factors, output=output)
    assert found.sensitivity.s1.shape == (3, count)
    place = found.sensitivity.outputs.index("u03")
    alone = small(factors, output=f"{output.partition(':')[0]}:u03").sensitivity
    assert np.allclose(found.sensitivity.s1[:, place], alone.s1[:, 0])


def test_an_unknown_unit_is_refused():
    with pytest.raises(InputError) as told:
        small([AGGREGATION], output="score:nobody")
    assert told.value.code == "EVA-303"


def test_the_same_seed_gives_the_same_results_and_another_seed_others():
    data = {"kind": "data", "errors": {"*": 0.1}, "sets": 20}
    made = [
        small(
            [data, {"noise": {"2": 0.25}}], design="sobol", runs=32, bootstraps=20, seed=seed
        ).scores
        for seed in (1, 1, 2)
    ]
    assert np.array_equal(made[0], made[1])
    assert not np.array_equal(made[0], made[2])


def test_continuous_and_data_factors_run_together():
    power = {"name": "幂", "kind": "uniform", "key": "aggregate.p", "low": 0.5, "high": 2}
    data = {"name": "误差", "kind": "data", "errors": {"a": 3.0}, "measure": "sd", "sets": 25}
    changes = {"aggregate": {"method": "power", "p": 1.0}}
    found = small([power, data], changes=changes, runs=32, bootstraps=20)
    assert found.design == "sobol"
    assert found.failed == 0
    assert {row["幂"] for row in table_named(found, "replications")} != {"1"}


def test_no_error_at_all_changes_nothing():
    found = small([{"kind": "data", "errors": {"*": 0.0}, "sets": 5}])
    assert np.allclose(found.scores, found.nominal_scores)
    assert "结果不随任何因素变化" in found.sentences


def test_precision_is_told_against_the_number_of_runs():
    found = small([NORMALISATION, AGGREGATION, {"noise": {"2": 0.5}}], design="sobol", runs=256)
    rows = table_named(found, "convergence")
    assert sorted({row["runs"] for row in rows}) == [32, 64, 128, 256]
    assert any("运行次数" in one for one in found.sentences)
    exact = small([NORMALISATION, AGGREGATION])
    assert exact.progress == ()
    assert "没有抽样误差" in "".join(exact.sentences)


def test_a_random_design_tells_ranks_and_no_sensitivity():
    found = small([NORMALISATION, {"noise": {"2": 0.5}}], design="random", runs=80)
    assert found.runs == 80
    assert found.sensitivity is None
    assert {row["what"] for row in table_named(found, "convergence")} == {"mean_rank"}


def test_the_section_of_the_recipe_is_what_is_run_where_nothing_else_is_given():
    chosen = recipe(uncertainty={"factors": [AGGREGATION]})
    assert uncertainty(figures(), tree(), chosen).runs == 2
    spec = spec_of(chosen.data["uncertainty"], chosen, tree())
    assert uncertainty(figures(), tree(), chosen, spec).runs == 2


def test_tables_have_a_row_for_each_unit_pair_run_and_factor():
    found = small([NORMALISATION, AGGREGATION, WEIGHTS | {"noise": {"2": 0.25}, "sets": 5}])
    counts = {log.name: len(log.rows) for log in tables(found)}
    assert counts == {
        "units": 12, "pairwise": 132, "sensitivity": 3, "interactions": 3, "accounting": 1,
        "replications": 20, "run_scores": 20, "run_ranks": 20, "notes": len(found.sentences),
    }  # fmt: skip
    unit = table_named(found, "units")[0]
    assert unit["rank_q05"] <= unit["rank_median"] <= unit["rank_q95"]
    assert unit["best_rank"] == found.ranks[:, 0].min()


def test_rank_change_counts_only_units_with_both_ranks():
    ranked = np.array([[1, 2, 0], [0, 0, 0]], dtype=np.uint16)
    found = mean_rank_change(ranked, np.array([2.0, np.nan, 1.0]))
    assert found[0] == 1.0
    assert np.isnan(found[1])


@settings(max_examples=10, deadline=None)
@given(st.floats(0.001, 1000), st.integers(0, 50))
def test_units_of_measure_change_neither_ranks_nor_sensitivity(times, seed):
    table = figures(seed=seed)
    factors = [NORMALISATION, AGGREGATION, {"noise": {"2": 0.25}, "sets": 4}]
    one = small(factors, data=table)
    other = small(factors, data=table.with_values(table.values * times))
    assert (one.ranks == other.ranks).all()
    assert np.allclose(one.sensitivity.st, other.sensitivity.st)

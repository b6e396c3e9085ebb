"""Indicators are treated as the reference treats them, and nothing goes wrong in silence."""

import numpy as np
import pytest

from tests.evaluate.methods.asem import framework_of, number, rows_of, stage_of
from tests.evaluate.methods.small_tables import GAP, table, tree
from xiandao.evaluate.methods.treat import COLUMNS, skew_kurt
from xiandao.evaluate.methods.treat_skew import Plan, treated
from xiandao.evaluate.methods.treated_cells import Changes, told_by_name
from xiandao.evaluate.methods.winsorise import Limits
from xiandao.terms.error import InputError

TREE = tree("x", "y")
TAIL = np.concatenate([np.linspace(0, 1, 40), [30.0, 31.0, 32.0, 33.0, 34.0, 35.0, 36.0, 37.0]])
HARD = np.concatenate([np.linspace(0, 1, 200), np.linspace(30, 60, 8)])


def logs(found):
    treatment, points = found.logs
    return [dict(zip(COLUMNS, row, strict=True)) for row in treatment.rows], list(points.rows)


def test_the_standard_build_is_reproduced_exactly(shared):
    folder = shared / "data" / "asem"
    found = skew_kurt(stage_of(folder, "std_screened.csv"), framework_of(folder))
    np.testing.assert_array_equal(found.table.values, stage_of(folder, "std_treated.csv").values)
    treatment, points = logs(found)
    wanted = {row["iCode"]: row for row in rows_of(folder / "std_treatment.csv")}
    assert [row["indicator"] for row in treatment] == list(framework_of(folder).indicators)
    for row in treatment:
        one = wanted[row["indicator"]]
        assert row["pass"] is (one["check0.Pass"] == "TRUE")
        assert row["skew"] == pytest.approx(number(one["check0.Skew"]), rel=1e-12)
        assert row["kurtosis"] == pytest.approx(number(one["check0.Kurt"]), rel=1e-12)
        if one["winsorise.nwin"]:
            assert row["winsorised"] == int(one["winsorise.nwin"])
            assert row["pass_winsorised"] is (one["check1.Pass"] == "TRUE")
            assert row["skew_winsorised"] == pytest.approx(number(one["check1.Skew"]), rel=1e-12)
            assert row["kurtosis_winsorised"] == pytest.approx(
                number(one["check1.Kurt"]), rel=1e-12
            )
        else:
            assert row["winsorised"] is None
        assert (row["transform"], row["says"]) == (None, "")
    told = {(row[2], row[0], row[5]) for row in points}
    rows = rows_of(folder / "std_treated_points.csv")
    assert told == {(row["iCode"], row["uCode"], row["treatment"]) for row in rows}
    assert len(points) == len(rows) == 35


def test_changed_cells_are_told_with_the_figures_before_and_after():
    found = skew_kurt(table({"x": [*range(1, 11), 30, 100], "y": range(12)}), TREE)
    assert logs(found)[1] == [("U11", "", "x", 100.0, 30.0, "winhi")]
    assert found.table.values[11, 0] == 30.0


def test_without_a_limit_as_many_cells_as_needed_are_winsorised():
    given = table({"x": HARD, "y": range(208)})
    assert logs(skew_kurt(given, TREE, then="none"))[0][0]["winsorised"] == 5
    assert logs(skew_kurt(given, TREE, limit="none"))[0][0]["winsorised"] == 8


def test_another_limit_is_used_and_the_indicator_does_not_stay_untreated():
    given = table({"x": HARD, "y": range(208)})
    row = logs(skew_kurt(given, TREE, max_points=8))[0][0]
    assert (row["winsorised"], row["pass_winsorised"]) == (8, True)


def test_where_winsorising_is_not_enough_the_untreated_column_is_transformed():
    found = skew_kurt(table({"x": HARD, "y": range(208)}), TREE)
    np.testing.assert_allclose(found.table.column("x"), np.log(HARD + 0.6), rtol=1e-14)
    row = logs(found)[0][0]
    assert (row["winsorised"], row["pass_winsorised"], row["transform"]) == (5, False, "log")
    assert {point[5] for point in logs(found)[1]} == {"log"}
    assert len(logs(found)[1]) == 208


def test_the_transformation_can_follow_the_winsorised_column():
    found = skew_kurt(table({"x": HARD, "y": range(208)}), TREE, combine=True)
    caps = np.sort(HARD)[-6]
    drawn = np.minimum(HARD, caps)
    np.testing.assert_allclose(found.table.column("x"), np.log(drawn + 0.01 * caps), rtol=1e-14)


@pytest.mark.parametrize("then", ["log_plus", "log_gii", "log_orig", "boxcox"])
def test_every_transformation_really_changes_the_column(then):
    found = skew_kurt(table({"x": HARD, "y": range(208)}), TREE, then=then)
    assert not np.array_equal(found.table.column("x"), HARD)
    assert logs(found)[0][0]["transform"] in {then, "log"}


def test_a_power_can_be_given_and_is_told():
    row = logs(
        skew_kurt(table({"x": HARD, "y": range(208)}), TREE, then="boxcox", **{"lambda": 0.25})
    )[0][0]
    assert row["lambda"] == 0.25


def test_what_still_fails_says_so():
    given = table({"x": HARD, "y": range(208)})
    assert "仍超出" in logs(skew_kurt(given, TREE, then="none"))[0][0]["says"]
    assert "仍超出" in logs(skew_kurt(given, TREE, skew=0.01, kurtosis=-9))[0][0]["says"]


def test_constants_and_two_valued_indicators_stay_and_say_so():
    given = table({"x": [2.0] * 50, "y": [0.0] * 49 + [1.0]})
    found = skew_kurt(given, TREE)
    assert found.table is given
    constant, double = logs(found)[0]
    assert (constant["pass"], constant["skew"]) == (None, None)
    assert "无法检验" in constant["says"]
    assert "两种取值" in double["says"]


def test_forced_indicators_are_winsorised_although_they_pass():
    given = table({"x": range(20), "y": range(20)})
    found = skew_kurt(given, TREE, force=["x"], max_points=2)
    rows, points = logs(found)
    assert (rows[0]["winsorised"], rows[1]["winsorised"]) == (2, None)
    assert {point[2] for point in points} == {"x"}


@pytest.mark.parametrize(
    "options",
    [{"force": ["z"]}, {"force": ["x"], "max_points": 0}, {"force": ["x"], "limit": "none"}],
)
def test_forcing_what_is_unknown_or_without_a_number_is_refused(options):
    with pytest.raises(InputError) as refused:
        skew_kurt(table({"x": range(20), "y": range(20)}), TREE, **options)
    assert refused.value.code == "EVA-123"


def test_groups_are_treated_by_themselves():
    given = table(
        {"x": [*TAIL, *(TAIL * 100)], "y": range(96)}, groups={"g": ("a",) * 48 + ("b",) * 48}
    )
    found = skew_kurt(given, TREE, group="g", limit="none")
    rows, _ = logs(found)
    assert [row["part"] for row in rows] == ["a", "a", "b", "b"]
    np.testing.assert_allclose(found.table.values[48:, 0], found.table.values[:48, 0] * 100)


def test_a_panel_is_treated_as_a_whole_unless_periods_are_asked_for():
    given = table(
        {"x": HARD, "y": range(208)},
        units=("A", "B") * 104,
        periods=("2023",) * 104 + ("2024",) * 104,
    )
    assert [row["part"] for row in logs(skew_kurt(given, TREE))[0]] == ["", ""]
    parts = [row["part"] for row in logs(skew_kurt(given, TREE, over="period"))[0]]
    assert parts == ["2023", "2023", "2024", "2024"]


def test_gaps_stay_gaps_and_the_input_is_never_changed():
    x = np.append(HARD, GAP)
    given = table({"x": x, "y": range(209)})
    before = given.values.copy()
    found = skew_kurt(given, TREE)
    assert np.isnan(found.table.values[-1, 0])
    np.testing.assert_array_equal(given.values, before)
    assert len(logs(found)[1]) == 208


def test_one_column_is_treated_as_an_array():
    done = treated(HARD, Plan(Limits(), max_points=8))
    assert (done.caps.points, done.transformed) == (8, None)
    assert treated(np.arange(9.0)).values.tolist() == list(range(9))


def test_errors_name_the_indicator():
    with pytest.raises(InputError, match="x") as refused:
        skew_kurt(table({"x": HARD / 1000, "y": range(208)}), TREE, then="log_gii")
    assert refused.value.details["indicator"] == "x"
    with pytest.raises(InputError, match="“y”：甲"), told_by_name(TREE, "y"):
        raise InputError("EVA-120", "甲", "乙")


def test_a_table_is_copied_only_when_something_changes():
    given = table({"x": [1.0, 2.0, 9.0], "y": [1.0, 2.0, 3.0]})
    changes = Changes(given)
    assert changes.outcome().table is given
    assert changes.capped(0, None, given.column("x"), np.array([2.0, 2.0, 2.0])) == (1, 1)
    assert list(changes.outcome().logs[0].rows) == [
        ("U2", "", "x", 9.0, 2.0, "winhi"),
        ("U0", "", "x", 1.0, 2.0, "winlo"),
    ]

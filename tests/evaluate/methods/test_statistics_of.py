"""Statistics of indicators are those of the reference, flags included."""

import numpy as np
import pytest

from tests.evaluate.methods.asem import number, rows_of, table_of
from tests.evaluate.methods.small_tables import GAP, table
from xiandao.evaluate.methods.statistics_of import COLUMNS, Thresholds, statistics_of

NAMES = {
    "min": "Min", "max": "Max", "mean": "Mean", "median": "Median", "sd": "Std", "skew": "Skew", "kurtosis": "Kurt",
    "available": "N.Avail", "nonzero": "N.NonZero", "unique": "N.Unique", "same": "N.Same",
    "share_available": "Frc.Avail", "share_nonzero": "Frc.NonZero", "share_unique": "Frc.Unique",
    "share_same": "Frc.Same",
}  # fmt: skip
FLAGS = {
    "flag_available": "Flag.Avail", "flag_nonzero": "Flag.NonZero", "flag_unique": "Flag.Unique",
    "flag_outliers": "Flag.SkewKurt",
}  # fmt: skip


def test_the_reference_is_reproduced(shared):
    folder = shared / "data" / "asem"
    wanted = rows_of(folder / "std_stats_raw.csv")
    found = statistics_of(table_of(folder))
    assert [one.indicator for one in found] == [row["iCode"] for row in wanted]
    for one, row in zip(found, wanted, strict=True):
        for ours, theirs in NAMES.items():
            assert getattr(one, ours) == pytest.approx(number(row[theirs]), rel=1e-9, abs=1e-9), (
                ours
            )
        for ours, theirs in FLAGS.items():
            assert getattr(one, ours) is (row[theirs] != "ok"), (one.indicator, ours)


def test_an_empty_indicator_has_no_figures_and_all_flags_but_that_for_outliers():
    found = statistics_of(table({"x": [GAP, GAP]}))[0]
    assert (found.min, found.mean, found.share_unique, found.available, found.same) == (
        None,
        None,
        None,
        0,
        0,
    )
    assert (found.flag_available, found.flag_nonzero, found.flag_outliers) == (True, True, False)


def test_thresholds_can_be_others():
    given = table({"x": np.array([0.0, 0.0, 1.0, 2.0])})
    assert not statistics_of(given)[0].flag_nonzero
    assert statistics_of(given, Thresholds(nonzero=0.6))[0].flag_nonzero


def test_a_row_has_all_columns():
    assert len(statistics_of(table({"x": [1.0, 2.0]}))[0].row()) == len(COLUMNS)

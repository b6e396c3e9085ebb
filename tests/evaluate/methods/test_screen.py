"""Units with too few figures or too many zeros are left out, and everybody can see why."""

import numpy as np
import pytest

from tests.evaluate.methods.asem import framework_of, rows_of, stage_of
from tests.evaluate.methods.small_tables import GAP, table, tree
from xiandao.evaluate.methods.screen import COLUMNS, coverage, screen
from xiandao.evaluate.methods.table import Table
from xiandao.terms.error import InputError

TREE = tree("a", "b", "c", "d")
# U0 complete; U1 lacks two of four; U2 has two zeros of four; U3 has nothing.
DATA = table(
    {"a": [1, 1, 0, GAP], "b": [2, 2, 0, GAP], "c": [3, GAP, 3, GAP], "d": [4, GAP, 4, GAP]}
)


def kept(**options):
    return screen(DATA, TREE, **options).table.units


def test_the_standard_build_keeps_everybody_and_tells_the_same_facts(shared):
    folder = shared / "data" / "asem"
    given = stage_of(folder, "std_imputed.csv")
    found = screen(given, framework_of(folder), by="na", availability=0.9)
    assert found.table is given
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in found.logs[0].rows]
    wanted_rows = {row["uCode"]: row for row in rows_of(folder / "std_screening.csv")}
    assert len(rows) == len(wanted_rows)
    for row in rows:
        wanted = wanted_rows[row["unit"]]
        numbers = [
            row[name] for name in ("missing", "zero", "missing_or_zero", "availability", "nonzero")
        ]
        wanted_numbers = [
            float(wanted[name])
            for name in ("N_missing", "N_zero", "N_miss_or_zero", "Dat_Avail", "Non_Zero")
        ]
        assert numbers == pytest.approx(wanted_numbers, abs=1e-15)
        flags = [row[name] for name in ("low_availability", "low_nonzero", "low", "included")]
        names = ("LowData", "LowNonZero", "LowDatOrZeroFlag", "Included")
        assert flags == [wanted[name] == "TRUE" for name in names]


def test_availability_zeros_or_either_decide():
    assert kept(availability=0.6) == ("U0", "U2")
    assert kept(availability=0.5) == ("U0", "U1", "U2")
    assert kept(by="zeros", nonzero=0.6) == ("U0", "U1")
    assert kept(by="na_or_zeros", availability=0.6, nonzero=0.6) == ("U0",)
    assert kept(by="none") == DATA.units


def test_forced_units_stay_and_go_whatever_they_have():
    found = screen(DATA, TREE, availability=0.6, force_in=["U1"], force_out=["U0"])
    assert found.table.units == ("U1", "U2")
    forced = {row[0]: row[-2] for row in found.logs[0].rows}
    assert forced == {"U0": "out", "U1": "in", "U2": "", "U3": ""}


@pytest.mark.parametrize(
    ("options", "code"),
    [({"force_in": ["X"]}, "EVA-105"), ({"force_in": ["U0"], "force_out": ["U0"]}, "EVA-106")],
)
def test_forcing_nobody_or_both_ways_is_refused(options, code):
    with pytest.raises(InputError) as refused:
        kept(**options)
    assert refused.value.code == code


def test_a_threshold_that_is_met_exactly_is_met():
    ten = {f"x{place}": [GAP if place == 0 else 1.0] for place in range(10)}
    assert screen(table(ten), tree(*ten), availability=0.9).table.units == ("U0",)


def test_in_a_panel_each_unit_and_period_is_judged_by_itself():
    given = Table(("A", "A"), ("a",), np.array([[1.0], [GAP]]), periods=("2023", "2024"))
    found = screen(given, tree("a"))
    assert found.table.rows == (("A", "2023"),)
    assert [row[:3] for row in found.logs[0].rows] == [("A", "2023", 0), ("A", "2024", 1)]


def test_a_unit_without_any_figure_has_no_share_of_zeros():
    assert np.isnan(coverage(DATA.values).nonzero[3])

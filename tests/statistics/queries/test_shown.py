"""A table as it is read: a hidden cell carries nothing but its star, whatever the release holds."""

from xiandao.statistics.methods.indicator import shipped
from xiandao.statistics.queries.shown import Shown

NAMES = {"region": {"990100": "澜州市", "990200": "东屿市", "_T": "合计"}}
CELLS = [
    {"at": ["990200"], "value": 271_828.5, "growth": 3.14, "conf": "N", "obs": "I"},
    {"at": ["990100"], "value": 1234.5678, "growth": -2.04, "conf": "F", "obs": "P"},
    {"at": ["_T"], "value": None, "conf": "F", "obs": "M"},
]


def table(unit="万元"):
    return Shown(
        CELLS, one=shipped()["TOTAL_INCOME"], rows="city", columns="", unit=unit, names=NAMES
    )


def test_the_total_stands_first_and_places_follow_by_their_codes():
    assert [line.label for line in table().lines] == ["合计", "澜州市", "东屿市"]


def test_a_hidden_cell_has_no_number_no_growth_and_no_mark():
    cell = table().cell(("990200",))
    assert (cell.text, cell.growth, cell.mark, cell.value) == ("*", "", "", None)
    row = next(row for row in table().observations("2026-09") if row["region"] == "990200")
    assert (row["value"], row["comparable_growth"], row["obs_status"], row["conf_status"]) == (
        None, None, "A", "N",
    )  # fmt: skip


def test_a_figure_is_written_with_the_decimals_of_the_unit_of_the_table():
    assert table("万元").cell(("990100",)).text == "1,235"
    assert table("亿元").cell(("990100",)).text == "1,234.57"
    assert table().cell(("990100",)).growth == "-2.0"
    assert table().cell(("990100",)).mark == "p"
    assert table().cell(("_T",)).text == "—"


def test_observations_say_the_unit_of_the_table():
    assert {row["unit_mult"] for row in table("万元").observations("2026-09")} == {4}
    assert {row["unit_mult"] for row in table("亿元").observations("2026-09")} == {8}

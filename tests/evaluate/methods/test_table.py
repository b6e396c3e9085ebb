"""A table keeps figures of units with what is known of them, and nothing changes it."""

from dataclasses import replace

import numpy as np
import pytest

from xiandao.evaluate.methods import table as module
from xiandao.evaluate.methods.table import Table, is_same_place, refuse_twins
from xiandao.terms.error import InputError


def table(**others):
    return Table(
        ("甲", "乙", "甲"), ("a", "b"), np.arange(6.0).reshape(3, 2), periods=("2024", "2024", "2025"),
        groups={"g": ("东", "西", "东")}, denominators={"人口": np.array([1.0, 2.0, 3.0])}, **others,
    )  # fmt: skip


def test_rows_that_are_taken_bring_everything_along():
    found = table().take(rows=np.array([True, False, True]), columns=["b"])
    assert found.units == ("甲", "甲")
    assert found.periods == ("2024", "2025")
    assert found.groups["g"] == ("东", "东")
    assert found.denominators["人口"].tolist() == [1.0, 3.0]
    assert found.values.tolist() == [[1.0], [5.0]]


def test_figures_cannot_be_changed_in_place():
    with pytest.raises(ValueError, match="read-only"):
        table().values[0, 0] = 9


def test_the_array_that_was_handed_in_stays_writable():
    mine = np.ones((1, 1))
    Table(("甲",), ("a",), mine)
    mine[0, 0] = 2.0


def test_a_panel_has_a_slice_for_each_period():
    found = table()
    assert found.is_panel
    assert {period: rows.tolist() for period, rows in found.slices().items()} == {
        "2024": [True, True, False], "2025": [False, False, True],
    }  # fmt: skip


@pytest.mark.parametrize("wrong", [{"names": ("一",)}, {"values": np.ones((2, 2))}])
def test_what_does_not_fit_is_refused(wrong):
    given = {"units": ("甲",), "columns": ("a", "b"), "values": np.ones((1, 2))} | wrong
    if "names" in wrong:
        given |= {"units": ("甲", "乙"), "values": np.ones((2, 2))}
    with pytest.raises(InputError, match="对不上") as told:
        Table(**given)
    assert told.value.code == "EVA-001"


def test_twins_are_named():
    refuse_twins(table())
    with pytest.raises(InputError, match="单元重复：甲"):
        refuse_twins(Table(("甲", "甲"), ("a",), np.ones((2, 1))))
    with pytest.raises(InputError, match="指标重复：a"):
        refuse_twins(Table(("甲",), ("a", "a"), np.ones((1, 2))))


def test_a_draft_is_a_copy_unless_the_table_has_room_that_fits():
    plain, room = table(), np.zeros((3, 3), order="F")
    assert not np.shares_memory(plain.draft(), plain.values)
    roomy = replace(plain, room=room)
    draft = roomy.draft()
    assert np.shares_memory(draft, room)
    np.testing.assert_array_equal(draft, plain.values)
    assert is_same_place(replace(plain.with_values(draft), room=room).draft(), draft)
    assert roomy.take(columns=["a"]).room is roomy.with_values(draft).room is None
    assert not np.shares_memory(replace(plain, room=room[:2]).draft(), room)


def test_a_long_table_is_copied_whole(monkeypatch):
    monkeypatch.setattr(module, "LONG", 1)
    np.testing.assert_array_equal(table().draft(), table().values)

"""Rows belong together by group, by period, by both, or all."""

import numpy as np
import pytest

from xiandao.evaluate.methods.row_keys import coded, row_keys
from xiandao.evaluate.methods.table import Table
from xiandao.terms.error import InputError

PANEL = Table(
    ("A", "B", "A", "B"),
    ("x",),
    np.ones((4, 1)),
    periods=("2023", "2023", "2024", "2024"),
    groups={"region": ("east", "", "east", "west")},
)


def test_groups_within_periods_are_sets_of_their_own_and_rows_without_a_group_belong_to_none():
    keys = row_keys(PANEL, "region", "period")
    assert [keys.labels[code] if code >= 0 else None for code in keys.codes] == [
        "2023 east", None, "2024 east", "2024 west",
    ]  # fmt: skip
    assert row_keys(PANEL, "region", "all").codes.tolist() == [0, -1, 0, 1]
    assert row_keys(PANEL, "", "period").codes.tolist() == [0, 0, 1, 1]
    assert row_keys(PANEL).codes.tolist() == [0, 0, 0, 0]


def test_words_are_numbered_as_they_come():
    assert coded(["b", "a", "b"]).labels == ("b", "a")
    assert coded(["b", "a", "b"]).rows(0).tolist() == [0, 2]


def test_an_unknown_grouping_is_refused_with_those_there_are():
    with pytest.raises(InputError, match="region") as refused:
        row_keys(PANEL, "size")
    assert refused.value.code == "EVA-100"

"""Texts as bytes: slices, nothing at all, missing ones."""

from itertools import pairwise

import polars as pl
import pytest

from xiandao.sense.methods.text_bytes import text_bytes


@pytest.mark.parametrize("texts", [["a", None, "学习", ""], [], [None], ["x" * 100, "y" * 13, "z"]])
def test_every_text_is_found_again_at_its_place(texts):
    series = pl.Series([*["before"] * 3, *texts], dtype=pl.String)[3:]
    data, starts = text_bytes(series)
    ends = pairwise(starts)
    assert [bytes(data[low:high]).decode() for low, high in ends] == [one or "" for one in texts]
    assert not data.flags.writeable

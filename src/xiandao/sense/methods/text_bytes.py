"""Texts as the kernels read them: all bytes one after another, and where each text begins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import polars as pl


def text_bytes(texts: pl.Series) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the UTF-8 bytes of all texts, and where each begins and the last ends; a missing text is empty.

    >>> import polars as pl
    >>> data, starts = text_bytes(pl.Series(["ab", None, "学"]))
    >>> len(data), starts.tolist()
    (5, [0, 2, 2, 5])
    """
    column = texts.fill_null("").to_arrow().cast("large_string")
    _, places, content = column.buffers()
    starts = np.zeros(1, np.int64)
    if len(column):
        starts = np.frombuffer(places, np.int64)[column.offset : column.offset + len(column) + 1]
    data = np.empty(0, np.uint8) if content is None else np.frombuffer(content, np.uint8)
    # Kernels are compiled for arrays that must not be written.
    for one in (data, starts):
        one.flags.writeable = False
    return data, starts

"""Seals: the hash of plain data, equal wherever the data are equal, through any database and any machine."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from typing import Any, Final

from xiandao.terms.error import XiandaoError

# Scores are kept to ten decimals: what lies behind is the order of additions, which differs between machines.
DECIMALS: Final = 10


def canonical(data: Any) -> str:
    """Return plain data as text: keys in order, every number as a float, no space.

    Raises:
        XiandaoError: ``EVA-070`` a number that is not finite, ``EVA-071`` something that is not plain.

    >>> canonical({"b": 1, "a": [1.0, -0.0, None, True]})
    '{"a":[1.0,0.0,null,true],"b":1.0}'
    """
    return json.dumps(
        _plain(data), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )


def seal(data: Any) -> str:
    """Return the SHA-256 of plain data.

    >>> seal({"a": 1}) == seal({"a": 1.0})
    True
    """
    return hashlib.sha256(canonical(data).encode()).hexdigest()


def kept(number: float) -> float | None:
    """Return a score as it is kept: rounded, None where there is none.

    >>> kept(0.1 + 0.2), kept(float("nan"))
    (0.3, None)
    """
    return None if math.isnan(number) else round(number, DECIMALS) + 0.0


def _plain(data: Any) -> Any:
    if data is None or isinstance(data, (bool, str)):
        return data
    if isinstance(data, (int, float)):
        if not math.isfinite(data):
            raise XiandaoError(
                "EVA-070", f"数值{data}不能封存", "缺失的数请留空", {"value": str(data)}
            )
        return float(data) + 0.0
    if isinstance(data, Mapping):
        return {str(key): _plain(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [_plain(value) for value in data]
    raise XiandaoError(
        "EVA-071", f"“{type(data).__name__}”不能封存", "只能封存数、文字和由它们组成的表", {}
    )

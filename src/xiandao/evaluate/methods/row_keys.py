"""Which rows belong together: all, those of a period, those of a group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xiandao.evaluate.methods.step import Option
from xiandao.evaluate.methods.table import Table
from xiandao.terms.error import InputError

Places = NDArray[np.intp]

GROUP = Option(
    "group", "text", "", "分组名称：在各组之内计算；留空为不分组", example='group = "region"'
)


def over_option(default: str) -> Option:
    """Return the option that says whether periods of a panel are taken together."""
    return Option(
        "over",
        "text",
        default,
        f"面板数据：period 逐期计算，all 各期合在一起计算；默认{default}",
        choices=("period", "all"),
        example='over = "all"',
    )


@dataclass(frozen=True, slots=True, eq=False)
class Keys:
    """The number of the set to which each row belongs, −1 for none, and what each set is called."""

    codes: Places
    labels: tuple[str, ...]

    def rows(self, number: int) -> Places:
        """Return the rows of one set."""
        return np.flatnonzero(self.codes == number)


def coded(words: Sequence[str]) -> Keys:
    """Return words as numbers; an empty word belongs to no set.

    >>> coded(["Asia", "", "Europe", "Asia"]).codes.tolist()
    [0, -1, 1, 0]
    """
    distinct = dict.fromkeys(words)
    distinct.pop("", None)
    labels = tuple(distinct)
    known = {word: number for number, word in enumerate(labels)} | {"": -1}
    return Keys(np.fromiter(map(known.__getitem__, words), dtype=np.intp, count=len(words)), labels)


def row_keys(table: Table, group: str = "", over: str = "all") -> Keys:
    """Return the sets within which something is computed.

    Args:
        table: whose rows are meant.
        group: name of a grouping of the table, empty for none.
        over: ``period`` for each period by itself, ``all`` for all periods together.

    Raises:
        InputError: ``EVA-100`` the table has no such grouping.
    """
    if group and group not in table.groups:
        raise InputError(
            "EVA-100",
            f"数据里没有名为“{group}”的分组",
            f"可用的分组有：{'、'.join(table.groups) or '（无）'}",
            {"group": group},
        )
    by_period = over == "period" and table.is_panel
    if group and by_period:
        first, second = coded(table.periods), coded(table.groups[group])
        codes = np.where(second.codes < 0, -1, first.codes * len(second.labels) + second.codes)
        return Keys(codes, tuple(f"{one} {two}" for one in first.labels for two in second.labels))
    if group:
        return coded(table.groups[group])
    if by_period:
        return coded(table.periods)
    return Keys(np.zeros(len(table.units), dtype=np.intp), ("",))

"""What figures must be before weights can be found from them; one message per cause, with the names of the columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from xiandao.evaluate.methods.table import Mask, Matrix, Vector
from xiandao.terms.error import InputError

# A column whose values differ by rounding only carries no information.
ROUNDING: Final = 1e-12


def figures(x: Matrix, names: Sequence[str] = (), *, may_be_constant: bool = False) -> Matrix:
    """Return a matrix of figures from which weights can be found.

    Args:
        x: rows × columns, NaN where missing.
        names: of the columns, for messages.
        may_be_constant: columns without differences are let through.

    Raises:
        InputError: ``EVA-200`` fewer than two rows or no column, ``EVA-201`` a column without figures,
            ``EVA-202`` an infinite figure, ``EVA-203`` a constant column.

    >>> figures(np.array([[1, 2], [3, 5]])).shape
    (2, 2)
    """
    found = measured(x, names)
    if not may_be_constant:
        found.refuse_constant()
    return found.values


@dataclass(frozen=True, slots=True)
class Measured:
    """Figures with the smallest and largest of each column."""

    values: Matrix
    low: Vector
    high: Vector
    names: Sequence[str]

    def refuse_constant(self) -> None:
        """Refuse columns without differences (``EVA-203``)."""
        flat = self.high - self.low <= ROUNDING * np.maximum(np.abs(self.low), np.abs(self.high))
        hint = '请去掉这一指标，或写上 constant = "zero" 让它的权重为零'
        refuse(flat, self.names, "EVA-203", "在所有单元上都相同，无法从数据求权重", hint)

    def refuse_negative(self, hint: str) -> None:
        """Refuse columns with negative figures (``EVA-204``)."""
        refuse(self.low < 0, self.names, "EVA-204", "含有负值", hint)

    def refuse_zero_columns(self) -> None:
        """Refuse columns in which every figure is zero (``EVA-205``)."""
        empty = (self.low == 0) & (self.high == 0)
        refuse(empty, self.names, "EVA-205", "全部为零", "请去掉这一指标")

    def refuse_zeros(self, hint: str) -> None:
        """Refuse columns in which some figure is not positive (``EVA-206``)."""
        refuse(self.low <= 0, self.names, "EVA-206", "含有零或负值", hint)

    def refuse_gaps(self, hint: str) -> None:
        """Refuse columns with missing cells (``EVA-208``)."""
        refuse(np.isnan(self.values.sum(axis=0)), self.names, "EVA-208", "有缺失", hint)


def measured(x: Matrix, names: Sequence[str] = ()) -> Measured:
    """Return figures with their bounds; neither too few, nor missing throughout, nor infinite.

    Raises:
        InputError: ``EVA-200``, ``EVA-201``, ``EVA-202`` as ``figures``.
    """
    found = np.asarray(x, dtype=np.float64)
    if found.ndim != 2 or len(found) < 2 or not found.shape[1]:
        raise InputError(
            "EVA-200",
            f"求权重至少要有两个单元、一个指标，现在的数据是{found.shape}",
            "请增加单元，或改用不依赖数据的权重（framework、equal、named、ahp）",
            {"shape": found.shape},
        )
    low = _without_missing(found.min(axis=0), found, np.minimum)
    high = _without_missing(found.max(axis=0), found, np.maximum)
    refuse(np.isnan(low), names, "EVA-201", "全部缺失", "请补上数据或去掉这一指标")
    infinite = np.isinf(low) | np.isinf(high)
    refuse(infinite, names, "EVA-202", "含有无穷大", "请检查前面步骤的除法和取对数")
    return Measured(found, low, high, names)


def share_out(raw: Vector, names: Sequence[str] = ()) -> Vector:
    """Return figures ≥ 0 divided by their sum.

    Raises:
        InputError: ``EVA-207`` all of them are zero.

    >>> share_out(np.array([1.0, 3.0]))
    array([0.25, 0.75])
    """
    total = raw.sum()
    if not total > 0:
        raise InputError(
            "EVA-207",
            f"这一组指标都得不到大于零的权重：{'、'.join(names) or len(raw)}",
            "各指标所含的信息没有差别，请改用其他求权重的方法",
            {"columns": list(names)},
        )
    found: Vector = raw / total
    return found


def refuse(wrong: Mask, names: Sequence[str], code: str, what: str, hint: str) -> None:
    """Raise an error that names the columns that are wrong, if any are."""
    places = [int(place) for place in np.flatnonzero(wrong)]
    if places:
        said = [names[place] if names else f"第{place + 1}列" for place in places]
        more = f"等{len(said)}个指标" if len(said) > 5 else ""
        raise InputError(code, f"指标“{'”“'.join(said[:5])}”{more}{what}", hint, {"columns": said})


def _without_missing(found: Vector, x: Matrix, ufunc: np.ufunc) -> Vector:
    for place in np.flatnonzero(np.isnan(found)):
        present = x[~np.isnan(x[:, place]), place]
        found[place] = ufunc.reduce(present) if len(present) else np.nan
    return found

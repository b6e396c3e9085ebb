"""The linear and 0/1 solver, silent and with a fixed seed so that an answer can be repeated."""

from __future__ import annotations

from typing import Any, Final

import highspy
import numpy as np
from scipy.sparse import csc_matrix

from xiandao.statistics.methods.disclosure_primary import Floats

OPTIMAL: Final[Any] = highspy.HighsModelStatus.kOptimal
# Its constructor has no types.
_Highs: Final[Any] = highspy.Highs


def solver(**options: bool | float | str) -> Any:
    """Return a HiGHS solver with these options.

    >>> solver(presolve="off").getOptionValue("presolve")[1]
    'off'
    """
    made = _Highs()
    for option, value in ({"output_flag": False, "random_seed": 1} | options).items():
        made.setOptionValue(option, value)
    return made


def enter(made: Any, matrix: csc_matrix, cost: Floats, low: Floats, high: Floats) -> None:
    """Give a solver its columns; the rows of the matrix are there already.

    >>> made = solver()
    >>> enter(made, csc_matrix((0, 1)), np.ones(1), np.full(1, 2.0), np.full(1, 3.0))
    >>> made.run() and made.getSolution().col_value
    [2.0]
    """
    start, index = matrix.indptr[:-1].astype(np.int32), matrix.indices.astype(np.int32)
    made.addCols(len(cost), cost, low, high, matrix.nnz, start, index, matrix.data)


def rows(made: Any, low: Floats, high: Floats) -> None:
    """Give a solver empty rows with these bounds.

    >>> made = solver()
    >>> rows(made, np.zeros(2), np.ones(2))
    >>> made.getNumRow()
    2
    """
    none = np.zeros(0, dtype=np.int32)
    made.addRows(len(low), low, high, 0, none, none, np.zeros(0))

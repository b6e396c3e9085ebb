"""Compiles the kernels: loops over arrays become machine code that is kept on disk between runs."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, TypeVar, cast

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def compiled(function: Kernel) -> Kernel:
    """Compile a function at its first call, without holding the interpreter while it runs.

    Args:
        function: a loop over NumPy arrays and numbers.

    Returns:
        The function; its machine code is kept beside the package, or in the user's cache folder where the package
        cannot be written, or in no file where neither can (then every process compiles anew).

    >>> @compiled
    ... def doubled(number: int) -> int:
    ...     return 2 * number
    >>> doubled(21)
    42
    """
    numba = import_module("numba")
    try:
        return cast(Kernel, numba.njit(nogil=True, cache=True)(function))
    except RuntimeError:
        # Numba found no folder to keep the code in; the doctest above is such a case.
        return cast(Kernel, numba.njit(nogil=True)(function))

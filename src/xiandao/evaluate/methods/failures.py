"""Runs that give nothing, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from xiandao.terms.error import XiandaoError

# What a method may raise on figures that it was not made for: the run has failed, the others go on.
BREAKS: Final = (XiandaoError, ArithmeticError, ValueError, np.linalg.LinAlgError)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a run gave nothing."""

    code: str
    sentence: str
    hint: str = ""


def failure_of(error: Exception) -> Failure:
    """Return what an error says.

    >>> failure_of(ZeroDivisionError("division by zero")).sentence
    '计算中断：ZeroDivisionError division by zero'
    """
    if isinstance(error, XiandaoError):
        return Failure(error.code, error.sentence, error.hint)
    return Failure("EVA-312", f"计算中断：{type(error).__name__} {error}"[:200])

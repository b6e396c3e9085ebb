"""How intake says no: one shape for every refusal."""

from __future__ import annotations

from typing import Any

from xiandao.terms.error import InputError


def refuse(code: str, sentence: str, hint: str, **details: Any) -> InputError:
    """The error of a file that cannot be read.

    >>> refuse("POL-101", "文件是空的", "请重新选择", size=0).details["size"]
    0
    """
    return InputError(code, sentence, hint, details)

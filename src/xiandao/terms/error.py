"""The one family of errors that the product raises on purpose: a code, a sentence, a hint, details."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any


class XiandaoError(Exception):
    """Say in Chinese what is wrong and what to do about it.

    Args:
        code: stable identifier such as ``POL-003`` (capability, hyphen, three digits).
        sentence: one Chinese sentence without a closing full stop.
        hint: what the reader of the message can do, also in Chinese; may be empty.
        details: the facts behind the sentence, for programs.

    >>> error = XiandaoError("POL-001", "文件是空的", "请重新选择文件", details={"size": 0})
    >>> str(error)
    '文件是空的（请重新选择文件）'
    >>> error.code, dict(error.details)
    ('POL-001', {'size': 0})
    """

    def __init__(
        self, code: str, sentence: str, hint: str = "", details: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(code, sentence, hint)
        self.code = code
        self.sentence = sentence
        self.hint = hint
        self.details: Mapping[str, Any] = MappingProxyType(dict(details or {}))

    def __str__(self) -> str:
        return f"{self.sentence}（{self.hint}）" if self.hint else self.sentence

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.code, self.sentence, self.hint, dict(self.details))


class TermError(XiandaoError, ValueError):
    """A word, number, code or date cannot be understood as what it should be.

    >>> try:
    ...     raise TermError("TRM-001", "“甲”不是数字", "请填写阿拉伯数字或中文数字")
    ... except ValueError as error:
    ...     print(error)
    “甲”不是数字（请填写阿拉伯数字或中文数字）
    """


class InputError(XiandaoError):
    """A file, form or text that somebody handed in cannot be used.

    >>> issubclass(InputError, XiandaoError)
    True
    """

"""The benchmarks of carbon in force: the file that the site was given by the province, else the invented ones."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from xiandao.evaluate.methods.carbon_benchmark import Book, benchmarks_from, shipped
from xiandao.terms.error import InputError


def book() -> Book:
    """Return the benchmarks that firms are compared with.

    Raises:
        InputError: ``EVA-640`` to ``EVA-642`` the file of the site cannot be read; nobody is compared with others then.
    """
    own = Path(settings.XIANDAO_CARBON_BENCHMARKS)
    if not own.is_file():
        return benchmarks_from(shipped())
    try:
        return benchmarks_from(own.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as wrong:
        raise InputError("EVA-640", "碳效基准文件无法读取", "请核对文件格式", {}) from wrong

"""What the audit trail calls an act: every capability names its own in ``data/actions.toml``."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps

from xiandao.ui.spoken import said


@cache
def labels() -> dict[str, str]:
    """Return the Chinese name of every act and permission by its code."""
    files = (Path(config.path) / "data" / "actions.toml" for config in apps.get_app_configs())
    return {
        code: label
        for file in files
        if file.is_file()
        for code, label in named(tomllib.loads(file.read_text(encoding="utf-8")))
    }


def named(tables: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """Yield code and label of every table that has one: ``[items.edit]`` is ``items.edit``."""
    for key, inner in tables.items():
        if isinstance(inner, dict):
            code = f"{above}{key}"
            if isinstance(inner.get("label"), str):
                yield code, inner["label"]
            yield from named(inner, f"{code}.")


def label_of(code: str) -> str:
    """Return what an act is called in the reader's language; a code of former times stays as it is."""
    return said(labels().get(code, code))

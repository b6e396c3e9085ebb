"""评价: composite indices that explain themselves; pure methods only, no Django, for notebooks as for the platform.

>>> import xiandao.evaluate as xe
>>> source = xe.read(b"unit,x,y\\na,1,4\\nb,3,0\\n", b"code,parent,direction\\nI,,\\nx,I,1\\ny,I,-1\\n")
>>> index = xe.build(source.table, source.framework, xe.Recipe({"steps": [{"use": "normalise", "method": "minmax"}]}))
>>> index.index.tolist()
[0.0, 100.0]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from xiandao.evaluate.methods.build import Build, build
    from xiandao.evaluate.methods.framework import Framework, Node
    from xiandao.evaluate.methods.live_book import live_book
    from xiandao.evaluate.methods.ranking import ranks
    from xiandao.evaluate.methods.reading import Source, read
    from xiandao.evaluate.methods.recipe import Recipe
    from xiandao.evaluate.methods.recipe_reading import recipe_of
    from xiandao.evaluate.methods.table import Table
    from xiandao.evaluate.methods.uncertainty import uncertainty

__all__ = [
    "Build",
    "Framework",
    "Node",
    "Recipe",
    "Source",
    "Table",
    "build",
    "live_book",
    "ranks",
    "read",
    "recipe_of",
    "uncertainty",
]

_HOMES: Final = {
    "Build": "build",
    "Framework": "framework",
    "Node": "framework",
    "Recipe": "recipe",
    "Source": "reading",
    "Table": "table",
    "build": "build",
    "live_book": "live_book",
    "ranks": "ranking",
    "read": "reading",
    "recipe_of": "recipe_reading",
    "uncertainty": "uncertainty",
}


def __getattr__(name: str) -> Any:
    """Load a method when it is first asked for, so that importing a capability costs nothing."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"xiandao.evaluate.methods.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)

"""How the cells of a return workbook look: fonts that WPS and Excel both have, colours that print."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

FONT: Final = "宋体"
PREFILLED: Final = "#E2F0D9"
COMPUTED: Final = "#EDEDED"
_HEADER: Final = "#DDEBF7"
_RED: Final = "#C00000"
_PLAIN: Final[dict[str, Any]] = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
_GRID: Final[dict[str, Any]] = _PLAIN | {"border": 1, "border_color": "#808080"}


class Formats:
    """The formats of one workbook, made when they are first wanted."""

    def __init__(self, add_format: Callable[[dict[str, Any]], Any]) -> None:
        self._add = add_format
        self._made: dict[tuple[str, int, str, bool], Any] = {}
        self.title = add_format(_PLAIN | {"font_size": 16, "bold": True, "align": "center"})
        self.plain = add_format(_PLAIN)
        self.wrapped = add_format(_PLAIN | {"text_wrap": True, "valign": "top"})
        self.trial = add_format(_PLAIN | {"bold": True, "font_size": 12, "font_color": _RED})
        self.header = add_format(
            _GRID | {"bold": True, "bg_color": _HEADER, "align": "center", "text_wrap": True}
        )
        self.section = add_format(_GRID | {"bold": True, "bg_color": "#F2F2F2"})
        self.text = add_format(_GRID | {"text_wrap": True})
        self.child = add_format(_GRID | {"text_wrap": True, "indent": 2})
        self.centre = add_format(_GRID | {"align": "center", "num_format": "@"})

    def cell(self, kind: str, decimals: int, state: str, *, is_locked: bool) -> Any:
        """Return the format of a value.

        Args:
            kind: of the item.
            decimals: figures behind the point.
            state: ``""``, ``"prefilled"``, ``"computed"`` or ``"absent"``.
            is_locked: whether the protection of the sheet covers it.
        """
        key = (kind, decimals, state, is_locked)
        if key not in self._made:
            look = _GRID | {"locked": is_locked}
            if kind in {"number", "integer"}:
                look |= {"num_format": "#,##0" + ("." + "0" * decimals if decimals else "")}
            elif kind == "date":
                look |= {"num_format": "yyyy-mm-dd"}
            else:
                look |= {"text_wrap": True, "num_format": "@"}
            colours = {"prefilled": PREFILLED, "computed": COMPUTED, "absent": COMPUTED}
            if state in colours:
                look |= {"bg_color": colours[state]}
            self._made[key] = self._add(look)
        return self._made[key]

"""Which rows of a table the address asks for: search, filters, order, grouping, page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise

from xiandao.ui.cells import Column, sort_key
from xiandao.ui.filters import Control, Filter, Grouping, Rows

PER_PAGE = (20, 50, 100, 200)
LONGEST_SEARCH = 80


class GridRows:
    """The rows of a table over a QuerySet or a list, as the address asks for them.

    Args:
        name: identifies the grid on its page (``#grid-<name>``, ``?export=<name>``).
        search: fields that the search box looks into.
        default_sort: such as ``-due_on``; otherwise the rows keep their order.
        default_group: key of the grouping in force until the reader takes another or none.
        prefix: goes before the names in the address where a page has several grids.
        is_editable: its cells hold fields; a block copied from Excel or WPS is pasted as a block.
        row_id, row_class: give ``id`` and ``class`` of a table row.
        is_tall: the grid scrolls in itself, its head and pinned column stay in view.
    """

    def __init__(
        self,
        request: HttpRequest,
        columns: Sequence[Column],
        rows: Rows,
        *,
        name: str,
        search: Sequence[str] = (),
        filters: Sequence[Filter] = (),
        groupings: Sequence[Grouping] = (),
        per_page: int = 50,
        default_sort: str = "",
        default_group: str = "",
        title: str | Promise = "",
        note: str | Promise = "",
        unit: str | Promise = "",
        empty: str | Promise = "",
        prefix: str = "",
        is_numbered: bool = True,
        is_tall: bool = False,
        is_editable: bool = False,
        row_id: Callable[[Any], str] | None = None,
        row_class: Callable[[Any], str] | None = None,
    ) -> None:
        self.request, self.columns, self.source, self.name = request, list(columns), rows, name
        self.search_fields, self.filters, self.groupings = tuple(search), filters, groupings
        self.default_per_page, self.default_sort, self.prefix = per_page, default_sort, prefix
        self.default_group = default_group
        self.title, self.note, self.unit, self.empty = title, note, unit, empty
        self.is_numbered, self.is_tall, self.is_editable = is_numbered, is_tall, is_editable
        self.row_id, self.row_class = row_id, row_class

    def _said(self, key: str) -> str:
        return self.request.GET.get(self.prefix + key, "")

    @property
    def id(self) -> str:
        """The id of the element that is swapped."""
        return f"grid-{self.name}"

    @property
    def text(self) -> str:
        """What is searched for."""
        return " ".join(self._said("q").replace("\x00", "").split())[:LONGEST_SEARCH]

    @cached_property
    def controls(self) -> list[Control]:
        """The filters with the choice that the address makes; an unknown choice is none."""
        found = []
        for one in self.filters:
            options, said = one.options(), self._said(one.key)
            chosen = said if said in dict(options) else ""
            found.append(Control(self.prefix + one.key, str(one.label), options, chosen))
        return found

    @cached_property
    def grouping(self) -> Grouping | None:
        """The grouping that the address asks for."""
        said = self._said("group") or self.default_group
        return next((one for one in self.groupings if one.key == said), None)

    @cached_property
    def sort(self) -> tuple[Column, bool] | None:
        """The column that sorts and whether downwards; an unknown or unsortable column is none."""
        for said in (self._said("sort"), self.default_sort):
            for column in self.columns:
                if column.sortable and column.key == said.removeprefix("-"):
                    return column, said.startswith("-")
        return None

    @cached_property
    def per_page(self) -> int:
        """Rows on a page, within 10 and 200."""
        said = self._said("per")
        wanted = int(said) if said.isascii() and said.isdigit() and len(said) < 5 else 0
        return min(max(wanted or self.default_per_page, 10), PER_PAGE[-1])

    @cached_property
    def rows(self) -> Rows:
        """All rows that are asked for, in order."""
        rows = self._searched(self.source)
        for one, control in zip(self.filters, self.controls, strict=True):
            if control.chosen:
                rows = one.narrow(rows, control.chosen)
        return self._ordered(rows)

    def _searched(self, rows: Rows) -> Rows:
        if not self.text or not self.search_fields:
            return rows
        if isinstance(rows, QuerySet):
            found = Q()
            for field in self.search_fields:
                found |= Q(**{f"{field}__icontains": self.text})
            return rows.filter(found)
        fields = [Column(field, "") for field in self.search_fields]
        sought = self.text.casefold()
        return [
            row
            for row in rows
            if any(sought in str(field.value(row) or "").casefold() for field in fields)
        ]

    def _ordered(self, rows: Rows) -> Rows:
        if self.sort is None and self.grouping is None:
            return rows
        if isinstance(rows, QuerySet):
            return rows.order_by(*self._order_paths(rows))
        ordered = list(rows)
        if self.sort is not None:
            column, is_down = self.sort
            filled = [row for row in ordered if sort_key(column, row)[0] < 2]
            blank = [row for row in ordered if sort_key(column, row)[0] == 2]
            filled.sort(key=lambda row: sort_key(column, row), reverse=is_down)
            ordered = filled + blank
        if self.grouping is not None:
            getter = self.grouping.getter
            places = {label: at for at, label in enumerate(dict.fromkeys(map(getter, ordered)))}
            ordered.sort(key=lambda row: places[getter(row)])
        return ordered

    def _order_paths(self, rows: QuerySet[Any]) -> list[Any]:
        paths: list[Any] = list(self.grouping.order_by) if self.grouping else []
        if self.sort is None:
            return [*paths, *(rows.query.order_by or rows.model._meta.ordering), "pk"]
        column, is_down = self.sort
        return [*paths, f"-{column.sort_path}" if is_down else column.sort_path, "pk"]

    @cached_property
    def paginator(self) -> Paginator[Any]:
        """The pages."""
        return Paginator(self.rows, self.per_page)

    @cached_property
    def page(self) -> Page[Any]:
        """The page that is asked for; a wrong number gives the first or the last."""
        return self.paginator.get_page(self._said("page"))

    @property
    def total(self) -> int:
        """The number of rows that are asked for."""
        return self.paginator.count

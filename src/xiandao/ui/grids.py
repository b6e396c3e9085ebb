"""Tables that search, filter, sort, group, page and export; the address holds all of their state."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from xiandao.ui.cells import Column, cell, written
from xiandao.ui.exports import Sheet, SheetColumn, who_reads, workbook
from xiandao.ui.filters import Filter, Grouping, Head
from xiandao.ui.gridrows import PER_PAGE, GridRows

__all__ = ["Column", "Filter", "Grid", "Grouping"]


class Grid(GridRows):
    """A table with what its template shows and the file it gives; for the arguments see ``GridRows``."""

    def url(self, **changes: Any) -> str:
        """Return the address of this page with some of the grid's state changed; None takes it out."""
        said = self.request.GET.copy()
        said.pop("export", None)
        for key, value in changes.items():
            said.pop(self.prefix + key, None)
            if value not in (None, ""):
                said[self.prefix + key] = str(value)
        return "?" + said.urlencode()

    @property
    def heads(self) -> list[Head]:
        """The column heads; a click sorts upwards, a second one downwards."""
        found = []
        for column in self.columns:
            is_on = self.sort is not None and self.sort[0] is column
            is_down = is_on and self.sort is not None and self.sort[1]
            direction = ("descending" if is_down else "ascending") if is_on else ""
            target = f"-{column.key}" if is_on and not is_down else column.key
            url = self.url(sort=target, page=None) if column.sortable else ""
            found.append(Head(column, url, direction))
        return found

    @property
    def span(self) -> int:
        """The number of columns on screen."""
        return len(self.columns) + int(self.is_numbered)

    @property
    def body(self) -> SafeString:
        """The rows of the page as markup; written here because a template takes three times as long."""
        start = self.page.start_index()
        rows = enumerate(self.page.object_list, start=start)
        if self.grouping is None:
            return format_html("<tbody>{}</tbody>", self._rows_html(rows))
        getter = self.grouping.getter
        bodies = (
            (self.span, str(label or _("未填")), self._rows_html(part))
            for label, part in groupby(rows, key=lambda pair: getter(pair[1]))
        )
        head = '<tbody><tr class="group"><th colspan="{}" scope="rowgroup">{}</th></tr>{}</tbody>'
        return format_html_join("", head, bodies)

    def _rows_html(self, rows: Iterable[tuple[int, Any]]) -> SafeString:
        return format_html_join("", "{}", ((self.row_html(row, number),) for number, row in rows))

    def row_html(self, row: Any, number: int | str = "") -> SafeString:
        """Return one table row; a view that changed it sends it back alone."""
        cells = format_html_join("", "{}", ((cell(column, row),) for column in self.columns))
        first = format_html('<td class="no">{}</td>', number) if self.is_numbered else ""
        return format_html(
            '<tr id="{}" class="{}">{}{}</tr>' if self.row_id else '<tr{} class="{}">{}{}</tr>',
            self.row_id(row) if self.row_id else "",
            self.row_class(row) if self.row_class else "",
            first,
            cells,
        )

    @property
    def pager(self) -> list[tuple[str, str]]:
        """Label and address of the page links; no address for the current page and for gaps."""
        pages = self.paginator.get_elided_page_range(self.page.number, on_each_side=1, on_ends=1)
        return [
            (
                str(one),
                self.url(page=one) if isinstance(one, int) and one != self.page.number else "",
            )
            for one in pages
        ]

    @property
    def sizes(self) -> list[tuple[int, str, bool]]:
        """Rows per page to choose from: number, address, chosen."""
        return [(size, self.url(per=size, page=None), size == self.per_page) for size in PER_PAGE]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the address says besides search, filters, grouping and page: the form keeps it."""
        own = {self.prefix + key for key in ("q", "page", "group")} | {"export"}
        own |= {control.name for control in self.controls}
        return [(key, str(value)) for key, value in self.request.GET.items() if key not in own]

    @property
    def is_narrowed(self) -> bool:
        """Whether a search or a filter is in force."""
        return bool(self.text) or any(control.chosen for control in self.controls)

    @property
    def clear_url(self) -> str:
        """The address without search and filters."""
        return self.url(q=None, page=None, **dict.fromkeys((one.key for one in self.filters), None))

    @property
    def wants_export(self) -> bool:
        """Whether the address asks for this grid as a file."""
        return self.request.GET.get("export") == self.name

    @property
    def export_url(self) -> str:
        """The address of the file with the same search, filters and order."""
        return f"{self.url(page=None)}&{urlencode({'export': self.name})}"

    @property
    def export_name(self) -> str:
        """The name of the file without its ending."""
        return str(self.title) or self.name

    def conditions(self) -> str:
        """Say search and filters in words."""
        said = [f"{one.label}：{one.chosen_label}" for one in self.controls if one.chosen]
        if self.text:
            said.insert(0, _("检索：%(text)s") % {"text": self.text})
        return "；".join(said) or _("全部")

    def workbook(self, *, title: str = "", unit: str = "", scope: str = "", by: str = "") -> bytes:
        """Write all rows that are asked for, not only the page, with what they are and who reads them."""
        return workbook([self.sheet(title=title, unit=unit, scope=scope, by=by)])

    def sheet(self, *, title: str = "", unit: str = "", scope: str = "", by: str = "") -> Sheet:
        """Return the grid as a sheet, for workbooks of several."""
        columns = [column for column in self.columns if column.export]
        heads = [SheetColumn(str(c.label), _characters(c), bool(c.width)) for c in columns]
        number = [SheetColumn(_("序号"), 6)] if self.is_numbered else []
        stamp = _("导出：%(by)s　%(at)s") % {
            "by": by or who_reads(self.request),
            "at": f"{timezone.localtime():%Y-%m-%d %H:%M}",
        }
        described = scope or str(self.note)
        notes = [
            _("口径：%(scope)s") % {"scope": described} if described else "",
            _("筛选：%(conditions)s　共%(total)s项")
            % {"conditions": self.conditions(), "total": self.total},
            stamp,
        ]
        return Sheet(
            title or self.export_name,
            number + heads,
            self._file_rows(columns),
            notes,
            unit or str(self.unit),
            is_wide=len(columns) > 12,
        )

    def _file_rows(self, columns: Sequence[Column]) -> Iterator[list[Any]]:
        rows = self.rows.iterator(2000) if isinstance(self.rows, QuerySet) else iter(self.rows)
        for number, row in enumerate(rows, start=1):
            values = [written(column, row) for column in columns]
            yield [number, *values] if self.is_numbered else values


def _characters(column: Column) -> float:
    return round(column.width / 7, 1) if column.width else max(12, 2 * len(str(column.label)) + 4)

"""Charts with their table twin: one option for the picture, the same figures as rows, a note on scope and source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from xiandao.ui.exports import Sheet, SheetColumn, who_reads, workbook
from xiandao.ui.numbers import plain, to_decimal


@dataclass
class Chart:
    """A figure on a page.

    Attributes:
        name: identifies the chart on its page (``#chart-<name>``, ``?export=chart-<name>``).
        title: the finding in words.
        option: an ECharts option of plain data; colours, fonts and number formats come from the theme.
        columns, rows: the same figures as a table.
        note: scope (口径); ``subtitle`` is indicator · unit · time · range, ``source`` where and when from.
        height: one of s, m, l.
        request: with it the reader gets the Excel file.
    """

    name: str
    title: str | Promise
    option: Mapping[str, Any]
    columns: Sequence[str | Promise]
    rows: Sequence[Sequence[Any]]
    note: str | Promise = ""
    subtitle: str | Promise = ""
    source: str | Promise = ""
    description: str | Promise = ""
    unit: str | Promise = ""
    height: str = "m"
    request: HttpRequest | None = field(default=None, repr=False)

    @property
    def id(self) -> str:
        """The id of the element."""
        return f"chart-{self.name}"

    @property
    def option_id(self) -> str:
        """The id of the element that holds the option."""
        return f"{self.id}-option"

    @property
    def payload(self) -> dict[str, Any]:
        """The option for the script, with the words that a reader hears instead of seeing the picture."""
        aria = {"enabled": True, "label": {"enabled": True, "description": self.spoken}}
        return {"animationDuration": 300, **self.option, "aria": aria}

    @property
    def spoken(self) -> str:
        """The picture in words: what was given, else the title and that a table follows."""
        return str(self.description) or _("%(title)s。数据见“表”。") % {"title": self.title}

    @property
    def heads(self) -> list[tuple[str, str]]:
        """Label and class of the columns of the table twin; numbers stand to the right."""
        classes = self._classes()
        return [(str(label), classes[at]) for at, label in enumerate(self.columns)]

    @property
    def cells(self) -> list[list[tuple[str, str]]]:
        """The rows of the table twin as text with its class."""
        classes = self._classes()
        return [
            [
                (plain(v) if classes[at] else str("" if v is None else v), classes[at])
                for at, v in enumerate(row)
            ]
            for row in self.rows
        ]

    def _classes(self) -> list[str]:
        def is_number(at: int) -> bool:
            values = [row[at] for row in self.rows if at < len(row) and row[at] not in (None, "")]
            return bool(values) and all(
                not isinstance(value, str) and to_decimal(value) is not None for value in values
            )

        return ["r" if is_number(at) else "" for at in range(len(self.columns))]

    @property
    def wants_export(self) -> bool:
        """Whether the address asks for this chart as a file."""
        return self.request is not None and self.request.GET.get("export") == self.id

    @property
    def export_url(self) -> str:
        """The address of the file; empty where the page did not hand the request over."""
        if self.request is None:
            return ""
        said = self.request.GET.copy()
        said["export"] = self.id
        return "?" + said.urlencode()

    @property
    def export_name(self) -> str:
        """The name of the file without its ending."""
        return str(self.title)

    def sheet(self) -> Sheet:
        """Return the table twin as a sheet."""
        notes = [
            str(self.subtitle),
            _("口径：%(scope)s") % {"scope": self.note} if self.note else "",
            _("来源：%(source)s") % {"source": self.source} if self.source else "",
        ]
        if self.request is not None:
            stamp = {"by": who_reads(self.request), "at": f"{timezone.localtime():%Y-%m-%d %H:%M}"}
            notes.append(_("导出：%(by)s　%(at)s") % stamp)
        columns = [SheetColumn(str(label), 18) for label in self.columns]
        return Sheet(str(self.title), columns, self.rows, notes, str(self.unit))

    def workbook(self) -> bytes:
        """Write the table twin."""
        return workbook([self.sheet()])

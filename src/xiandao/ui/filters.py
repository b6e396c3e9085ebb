"""What a reader can choose above a grid: filters, groupings, the order of a column."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from xiandao.ui.cells import Column

Rows = QuerySet[Any] | Sequence[Any]
Choices = Iterable[tuple[str, str | Promise]]


@dataclass(frozen=True)
class Filter:
    """A choice above the grid; without ``apply`` the rows are compared by ``key``."""

    key: str
    label: str | Promise
    choices: Choices | Callable[[], Choices]
    apply: Callable[[Any, str], Any] | None = None

    def options(self) -> list[tuple[str, str]]:
        """Return value and label of every choice."""
        found = self.choices() if callable(self.choices) else self.choices
        return [(str(value), str(label)) for value, label in found]

    def narrow(self, rows: Rows, value: str) -> Rows:
        """Keep the rows of the choice."""
        if self.apply is not None:
            kept: Rows = self.apply(rows, value)
            return kept
        if isinstance(rows, QuerySet):
            return rows.filter(**{self.key: value})
        return [row for row in rows if str(Column(self.key, "").value(row)) == value]


@dataclass(frozen=True)
class Grouping:
    """A way to put rows under common headings; ``order_by`` are the ORM paths that bring them together."""

    key: str
    label: str | Promise
    getter: Callable[[Any], Any]
    order_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Control:
    """A filter as the template shows it."""

    name: str
    label: str
    options: list[tuple[str, str]]
    chosen: str

    @property
    def chosen_label(self) -> str:
        """The label of the choice made."""
        return dict(self.options).get(self.chosen, "")


@dataclass(frozen=True, slots=True)
class Head:
    """A column head as the template shows it; ``direction`` is what ``aria-sort`` says."""

    column: Column
    url: str
    direction: str

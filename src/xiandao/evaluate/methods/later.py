"""What is worked out when somebody reads it, and then kept: stages and logs that a build let go of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, overload

Item = TypeVar("Item", covariant=True)


class Later(Sequence[Item]):
    """A sequence that is made when it is first read.

    Args:
        make: gives the items; called once at most.

    >>> def make():
    ...     print("made")
    ...     return (1, 2)
    >>> numbers = Later(make)
    >>> numbers[-1], len(numbers)
    made
    (2, 2)
    """

    def __init__(self, make: Callable[[], tuple[Item, ...]]) -> None:
        self._make = make
        self._items: tuple[Item, ...] | None = None

    @property
    def items(self) -> tuple[Item, ...]:
        """Return all items."""
        if self._items is None:
            self._items = self._make()
        return self._items

    @overload
    def __getitem__(self, place: int) -> Item: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Item, ...]: ...
    def __getitem__(self, place: Any) -> Any:
        return self.items[place]

    def __len__(self) -> int:
        return len(self.items)

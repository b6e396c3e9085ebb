"""Digests: what waits for an account in a capability that keeps no cases, one line for many things of a kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from xiandao.casework.methods.lamps import Lamp
from xiandao.casework.queries.rights import ACT

if TYPE_CHECKING:
    from xiandao.registry.models import Account


@dataclass(frozen=True, slots=True)
class Digest:
    """One line of the inbox: what it is about, where it opens, how many things stand behind it, until when.

    ``words`` is what the reader should know before opening it, such as the reason of a return.
    """

    title: str
    url: str
    count: int = 1
    due_on: date | None = None
    lamp: Lamp | None = None
    words: str = ""
    source: str = ""


Provider = Callable[["Account"], Sequence[Digest]]
_providers: list[Provider] = []


def provide(provider: Provider) -> None:
    """Register who knows of lines for an account; called from ``apps.ready``.

    It is asked on every page for the number beside 待办, so it answers in one or two queries.
    """
    if provider not in _providers:
        _providers.append(provider)


def digests_for(account: Account) -> list[Digest]:
    """Return the lines that wait for the account, those that fall due first before the others."""
    if not account.may_somewhere(ACT):
        return []
    found = [digest for provider in _providers for digest in provider(account)]
    return sorted(found, key=lambda one: (one.due_on is None, one.due_on or date.max))

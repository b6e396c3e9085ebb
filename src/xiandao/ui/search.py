"""One search box over everything: capabilities provide the finders, this page groups what they find."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xiandao.engine.pinyin import is_spelt_by
from xiandao.ui.answers import answer
from xiandao.ui.navigation import WORDS, entries
from xiandao.ui.page import SIGNED_IN, page
from xiandao.ui.shell import may_open, url_of

LONGEST = 80
ON_PAGE = 50
IN_BOX = 6


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: what it is called, where it opens, one line about it; a heavier hit comes first."""

    title: str
    url_path: str
    about: str = ""
    weight: float = 1.0


Finder = Callable[[Any, str, int], Sequence[Hit]]


@dataclass(frozen=True, slots=True)
class Provider:
    """A kind of thing that can be searched for."""

    name: str
    label: str | Promise
    find: Finder


@dataclass(frozen=True, slots=True)
class Group:
    """What one provider found; ``is_more`` says that the list was cut."""

    name: str
    label: str | Promise
    hits: tuple[Hit, ...]
    is_more: bool

    @property
    def count(self) -> str:
        """The number of hits, with a plus where there are more than shown."""
        return f"{len(self.hits)}+" if self.is_more else str(len(self.hits))


_providers: dict[str, Provider] = {}


def provide(name: str, label: str | Promise, find: Finder) -> None:
    """Register a finder ``(account, text, limit) -> hits``; called from a capability's ``apps.ready``.

    The finder answers only with what the account may see.
    """
    _providers[name] = Provider(name, label, find)


def find_all(account: Any, text: str, limit: int) -> list[Group]:
    """Ask every provider and return the groups that found something, in the order of registration."""
    # PostgreSQL refuses a statement with a NUL in it.
    wanted = " ".join(text.replace("\x00", "").split())[:LONGEST]
    if not wanted:
        return []
    groups = []
    for provider in _providers.values():
        hits = sorted(provider.find(account, wanted, limit + 1), key=lambda hit: -hit.weight)
        if hits:
            shown = tuple(hits[:limit])
            groups.append(Group(provider.name, provider.label, shown, len(hits) > limit))
    return groups


def matches(name: str, typed: str) -> bool:
    """Return whether a name contains what was typed, as text or as pinyin initials (xdq → 先导区)."""
    folded = typed.strip().casefold()
    if folded in name.casefold():
        return True
    return len(folded) > 1 and folded.isascii() and folded.isalnum() and is_spelt_by(name, folded)


@page(SIGNED_IN)
def search(request: HttpRequest) -> HttpResponse:
    """Show everything that the words are found in, grouped; in the box above the page only the first few."""
    text = request.GET.get("q", "")[:LONGEST]
    is_box = request.headers.get("HX-Target") == "finder-hits"
    groups = find_all(request.user, text, IN_BOX if is_box else ON_PAGE)
    total = sum(len(group.hits) for group in groups)
    context = {"text": text.strip(), "groups": groups, "total": total, "is_box": is_box}
    return answer(
        request, "ui/search.html", context, fragment={"finder-hits": "ui/search-hits.html"}
    )


def pages(account: Any, text: str, limit: int) -> list[Hit]:
    """Find pages of the site by their name or its initials."""
    found = [
        Hit(str(entry.label), url, f"{WORDS[entry.word]} · {entry.about}".rstrip(" ·"), 0.5)
        for entry in entries()
        if matches(str(entry.label), text)
        and may_open(account, entry.who)
        and (url := url_of(entry.url_name))
    ]
    return found[:limit]


PAGES_LABEL = _("页面")

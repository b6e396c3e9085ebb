"""What the frame around every page shows: navigation, to-do count, theme."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise, SimpleLazyObject

from xiandao.ui.navigation import WORDS, Entry, entries
from xiandao.ui.page import PUBLIC, SIGNED_IN, Person

THEMES = ("system", "light", "dark")
THEME_COOKIE = "xiandao_theme"
SIZE_COOKIE = "xiandao_size"
# The dark sheet is one file; where it applies is said by the medium of its link, so paper stays white.
_DARK_MEDIA = {
    "system": "screen and (prefers-color-scheme: dark)",
    "light": "not all",
    "dark": "screen",
}

Counter = Callable[[Any], int]
_counters: list[Counter] = []


@dataclass(frozen=True, slots=True)
class Link:
    """A page that the account may open."""

    label: str | Promise
    url: str
    about: str | Promise
    url_name: str


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the navigation with the pages that the account may open under it."""

    word: str
    label: str | Promise
    links: tuple[Link, ...]

    @property
    def url(self) -> str:
        """The page itself where there is only one; else the page that lists them."""
        return self.links[0].url if len(self.links) == 1 else reverse("word", args=[self.word])


def count_with(counter: Counter) -> None:
    """Register what counts the to-dos of an account; called from a capability's ``apps.ready``."""
    if counter not in _counters:
        _counters.append(counter)


def todo_count(account: Any) -> int:
    """Return the number of things that wait for the account."""
    return sum(counter(account) for counter in _counters)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: what ``ui/page.html`` needs, computed only where a template asks for it."""
    account = getattr(request, "user", None)
    wanted = request.GET.get("theme", "")
    theme = wanted if wanted in THEMES else request.COOKIES.get(THEME_COOKIE, "")
    theme = theme if theme in THEMES else THEMES[0]
    return {
        "navigation": SimpleLazyObject(lambda: words_for(account)),
        "current": SimpleLazyObject(lambda: current_entry(request)),
        "current_word": SimpleLazyObject(lambda: _word_of(request)),
        "todo_count": SimpleLazyObject(lambda: _todo_of(account)),
        "todo_url": SimpleLazyObject(lambda: _inbox_of(account)),
        "theme": theme,
        "dark_media": _DARK_MEDIA[theme],
        "is_large": request.COOKIES.get(SIZE_COOKIE) == "large",
        "is_screen": wanted == "screen",
        "has_watermark": settings.XIANDAO_WATERMARK,
    }


def may_open(account: Any, who: str) -> bool:
    """Return whether the account may open a page that says ``who``."""
    if who == PUBLIC:
        return True
    if account is None or not account.is_authenticated:
        return False
    return who == SIGNED_IN or cast(Person, account).may_somewhere(who)


def links_for(account: Any, word: str) -> tuple[Link, ...]:
    """Return the pages of one word that the account may open, in their order."""
    found = ((entry, url_of(entry.url_name)) for entry in entries(word))
    return tuple(
        Link(entry.label, url, entry.about, entry.url_name)
        for entry, url in found
        if url and may_open(account, entry.who)
    )


def words_for(account: Any) -> list[Word]:
    """Return the whole navigation as the account sees it."""
    return [Word(word, label, links_for(account, word)) for word, label in WORDS.items()]


def current_entry(request: HttpRequest) -> Entry | None:
    """Return the navigation entry the page belongs to: its own, else that of the longest address above it."""
    match = request.resolver_match
    if match is None:
        return None
    known = [(entry, url_of(entry.url_name)) for entry in entries()]
    for entry, _url in known:
        if entry.url_name == match.view_name:
            return entry
    above = [
        (len(url), entry) for entry, url in known if len(url) > 1 and request.path.startswith(url)
    ]
    return max(above, key=lambda pair: pair[0])[1] if above else None


def url_of(name: str) -> str:
    """Return the address of a named page, empty where the installation has none of that name."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _word_of(request: HttpRequest) -> str:
    match = request.resolver_match
    if match is not None and match.view_name == "word":
        return str(match.kwargs.get("word", ""))
    entry = current_entry(request)
    return entry.word if entry else ""


def _inbox_of(account: Any) -> str:
    entry = next((known for known in entries() if known.url_name == "inbox"), None)
    return url_of("inbox") if entry is not None and may_open(account, entry.who) else ""


def _todo_of(account: Any) -> int:
    return todo_count(account) if account is not None and account.is_authenticated else 0

"""Every address of the site says who may open it."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

# Addresses that are no pages of ours: the catalogue of translated strings for scripts is the same for everybody.
FREE = {"javascript-catalog"}


def addresses(patterns: list, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, prefix + str(pattern.pattern))
        else:
            yield prefix + str(pattern.pattern), pattern


@pytest.fixture(scope="module")
def site() -> list[tuple[str, URLPattern]]:
    """Every address of the site with its pattern."""
    found = list(addresses(get_resolver().url_patterns))
    assert found
    return found


def test_every_address_says_who_may_open_it(site):
    silent = [
        address
        for address, pattern in site
        if pattern.name not in FREE
        and not getattr(getattr(pattern.callback, "page_policy", None), "who", "")
    ]
    assert silent == []


def test_every_address_has_a_name_of_its_own(site):
    names = [pattern.name or f"(no name) /{address}" for address, pattern in site]
    assert [name for name in names if name.startswith("(no name)")] == []
    assert sorted(names) == sorted(set(names))

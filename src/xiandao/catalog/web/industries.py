"""The page of industries: one version of the catalogue as a table, compared with another where asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from xiandao.catalog.methods.classification import (
    Catalogue,
    catalogue_versions,
    compare,
    load_catalogue,
)
from xiandao.terms.pack import load_pack, pack_names
from xiandao.ui import exports
from xiandao.ui.answers import answer
from xiandao.ui.grids import Column, Filter, Grid
from xiandao.ui.page import SIGNED_IN, page
from xiandao.ui.search import Hit, matches


@dataclass(frozen=True, slots=True)
class Row:
    """An industry as the table shows it."""

    code: str
    name: str
    group: str
    aliases: str
    clause: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Choice:
    """A version that can be shown or compared with; ``key`` is ``pack:version``."""

    key: str
    label: str
    catalogue: Catalogue


@page(SIGNED_IN)
def industries(request: HttpRequest) -> HttpResponse:
    """Show the catalogue of the province, by default in its current version."""
    own = {choice.key: choice for choice in choices(settings.XIANDAO_PACK)}
    others = {choice.key: choice for name in pack_names() for choice in choices(name)}
    shown = own.get(request.GET.get("version", "")) or _current(own)
    against = others.get(request.GET.get("against", ""))
    grid = _grid(request, shown)
    if file := exports.wanted(request, grid):
        return file
    groups = shown.catalogue.groups
    sizes = [
        (name, len(groups.get(name, ())), name in shown.catalogue.open_groups)
        for name in dict.fromkeys((*groups, *shown.catalogue.open_groups))
    ]
    context = {
        "grid": grid,
        "shown": shown,
        "own": own.values(),
        "sizes": sizes,
        "others": [choice for choice in others.values() if choice.key != shown.key],
        "against": against,
        "change": compare(against.catalogue, shown.catalogue) if against else None,
        "is_demo": load_pack(settings.XIANDAO_PACK).is_demo,
    }
    return answer(request, "catalog/industries.html", context)


def choices(pack: str) -> Iterator[Choice]:
    """Yield the versions of a pack's catalogue, oldest first."""
    for version in catalogue_versions(pack):
        catalogue = load_catalogue(pack, version)
        label = f"{load_pack(pack).title} · {catalogue.title}"
        yield Choice(f"{pack}:{version}", label, catalogue)


def find_industries(account: Any, text: str, limit: int) -> list[Hit]:
    """Find industries of the current catalogue by name, alias or pinyin initials; the catalogue is open to all."""
    del account
    found = []
    for industry in load_catalogue(settings.XIANDAO_PACK).industries:
        hit = next((n for n in (industry.name, *industry.aliases) if matches(n, text)), None)
        if hit is None:
            continue
        about = f"{industry.group} · {industry.clause}"
        if hit != industry.name:
            about = f"{_('又称%(name)s') % {'name': hit}} · {about}"
        url = f"{reverse('industries')}?{urlencode({'q': industry.name})}"
        found.append(Hit(industry.name, url, about, 2.0 if hit == text else 1.0))
    return found[:limit]


def _current(own: dict[str, Choice]) -> Choice:
    current = load_catalogue(settings.XIANDAO_PACK).version
    return own[f"{settings.XIANDAO_PACK}:{current}"]


def _grid(request: HttpRequest, shown: Choice) -> Grid:
    rows = [
        Row(
            one.code,
            one.name,
            one.group,
            "、".join(one.aliases),
            one.clause,
            one.valid_from,
            one.valid_to,
        )
        for one in shown.catalogue.industries
    ]
    groups = tuple(shown.catalogue.groups)
    return Grid(
        request,
        [
            Column("name", _("产业"), width=180),
            Column("group", _("分组")),
            Column("aliases", _("别名"), width=300, sortable=False),
            Column("clause", _("依据条款"), sortable=False),
            Column("valid_from", _("起用"), kind="date"),
            Column("valid_to", _("停用日期"), kind="date"),
            Column("code", _("代码")),
        ],
        rows,
        name="industries",
        search=("name", "aliases", "group"),
        filters=[Filter("group", _("分组"), [(name, name) for name in groups])]
        if len(groups) > 1
        else [],
        title=_("产业目录"),
        note=_("%(title)s，来源：%(source)s。同一代码在各版本、各省目录中指同一产业。")
        % {"title": shown.catalogue.title, "source": shown.catalogue.source},
        per_page=100,
    )

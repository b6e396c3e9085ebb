"""The catalogue of future industries: versions, names and aliases that resolve to one node."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any

from xiandao.terms.error import TermError
from xiandao.terms.naming import folded_name
from xiandao.terms.pack import load_pack, pack_names

_SUFFIXES = ("产业", "领域")


@dataclass(frozen=True, slots=True)
class Industry:
    """A node of the catalogue; its code means the same industry in every version and pack."""

    code: str
    name: str
    group: str
    aliases: tuple[str, ...] = ()
    clause: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class Catalogue:
    """One dated version of the catalogue, in official order.

    ``open_groups`` are the groups that the paper leaves open (the X of “10+X”).
    """

    version: str
    title: str
    valid_from: date | None
    industries: tuple[Industry, ...]
    valid_to: date | None = None
    source: str = ""
    open_groups: tuple[str, ...] = ()
    _by_name: Mapping[str, Industry] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        index: dict[str, Industry] = {}
        for names in (lambda i: (i.name,), lambda i: i.aliases):
            for industry in self.industries:
                for name in names(industry):
                    index.setdefault(folded_name(name), industry)
        object.__setattr__(self, "_by_name", index)

    def resolve(self, name: str) -> Industry | None:
        """The industry a name means, whatever its width, brackets, blanks or 产业 at the end.

        >>> catalogue = load_catalogue("zhejiang")
        >>> [found.code for n in ("新能源", "先进能源产业") if (found := catalogue.resolve(n))]
        ['advanced-energy', 'advanced-energy']
        >>> catalogue.resolve("房地产") is None
        True
        """
        key = folded_name(name)
        for suffix in ("", *_SUFFIXES):
            found = self._by_name.get(key.removesuffix(suffix))
            if found is not None:
                return found
        return None

    @property
    def names(self) -> tuple[str, ...]:
        """Every name and alias, longest first, so that a scan meets 前沿新材料 before 新材料."""
        every = dict.fromkeys(name for i in self.industries for name in (i.name, *i.aliases))
        return tuple(sorted(every, key=len, reverse=True))

    @property
    def groups(self) -> Mapping[str, tuple[Industry, ...]]:
        """The industries by group, both in official order."""
        grouped: dict[str, tuple[Industry, ...]] = {}
        for industry in self.industries:
            grouped[industry.group] = (*grouped.get(industry.group, ()), industry)
        return grouped


@dataclass(frozen=True, slots=True)
class CatalogueChange:
    """What became of the catalogue between two versions, each pair as (before, after)."""

    added: tuple[Industry, ...]
    removed: tuple[Industry, ...]
    renamed: tuple[tuple[Industry, Industry], ...]
    moved: tuple[tuple[Industry, Industry], ...]


def catalogue_versions(pack: str) -> tuple[str, ...]:
    """The versions of a pack's catalogue, oldest first.

    >>> catalogue_versions("zhejiang")
    ('2022-advantage', '2022-fields')
    """
    return tuple(row["version"] for row in load_pack(pack).table("catalogue")["version"])


@cache
def load_catalogue(pack: str, version: str | None = None) -> Catalogue:
    """The catalogue of a province pack, by default in the version the pack calls current.

    Raises:
        TermError: ``TRM-150`` for an unknown pack, ``CAT-001`` for an unknown version.

    >>> catalogue = load_catalogue("jiangsu")
    >>> {group: len(members) for group, members in catalogue.groups.items()}
    {'成长型未来产业': 10, '前沿性未来产业': 4}
    """
    table = load_pack(pack).table("catalogue")
    wanted = version or table["default"]
    for row in table["version"]:
        if row["version"] == wanted:
            return _catalogue(row, table["names"])
    known = catalogue_versions(pack)
    raise TermError(
        "CAT-001",
        f"产业目录没有“{wanted}”这个版本",
        f"可用的版本有：{'、'.join(known)}",
        {"pack": pack, "version": wanted, "known": known},
    )


@cache
def known_catalogue() -> Catalogue:
    """Every industry that any pack or version knows, one node per code: for reading any paper.

    A node keeps the name of the first pack that has it; all other names become aliases.

    >>> found = known_catalogue().resolve("类人机器人")
    >>> found.code if found else None
    'humanoid-robot'
    """
    merged: dict[str, Industry] = {}
    for pack in pack_names():
        for industry in load_catalogue(pack).industries:
            merged[industry.code] = _merged(merged.get(industry.code), industry)
        for version in catalogue_versions(pack):
            for industry in load_catalogue(pack, version).industries:
                merged[industry.code] = _merged(merged.get(industry.code), industry)
    return Catalogue("all", "已知未来产业", None, tuple(merged.values()))


def compare(before: Catalogue, after: Catalogue) -> CatalogueChange:
    """What was added, removed, renamed or moved to another group between two versions.

    >>> old, new = (load_catalogue("zhejiang", v) for v in catalogue_versions("zhejiang"))
    >>> change = compare(old, new)
    >>> [(was.name, now.name) for was, now in change.renamed]
    [('新能源', '先进能源')]
    >>> [industry.name for industry in change.added][:3]
    ['量子信息', '柔性电子', '未来网络']
    """
    old = {industry.code: industry for industry in before.industries}
    new = {industry.code: industry for industry in after.industries}
    kept = [(old[code], new[code]) for code in old if code in new]
    return CatalogueChange(
        added=tuple(new[code] for code in new if code not in old),
        removed=tuple(old[code] for code in old if code not in new),
        renamed=tuple((was, now) for was, now in kept if was.name != now.name),
        moved=tuple((was, now) for was, now in kept if was.group != now.group),
    )


def _catalogue(row: Mapping[str, Any], names: Mapping[str, tuple[str, ...]]) -> Catalogue:
    industries = tuple(
        Industry(
            code=item["code"],
            name=item["name"],
            group=item["group"],
            aliases=tuple(name for name in names[item["code"]] if name != item["name"]),
            clause=item["clause"],
            valid_from=item.get("valid_from", row["valid_from"]),
            valid_to=item.get("valid_to", row.get("valid_to")),
        )
        for item in row["industries"]
    )
    return Catalogue(
        version=row["version"],
        title=row["title"],
        valid_from=row["valid_from"],
        industries=industries,
        valid_to=row.get("valid_to"),
        source=row["source"],
        open_groups=row.get("open_groups", ()),
    )


def _merged(known: Industry | None, other: Industry) -> Industry:
    if known is None:
        return other
    names = dict.fromkeys((*known.aliases, other.name, *other.aliases))
    names.pop(known.name, None)
    return replace(known, aliases=tuple(names))

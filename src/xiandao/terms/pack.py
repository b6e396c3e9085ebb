"""Province packs: the names, bodies, places and calendar of one province, read from TOML data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

from xiandao.terms.calendar import WorkingCalendar
from xiandao.terms.error import TermError
from xiandao.terms.naming import folded_name
from xiandao.terms.place import OfficialOrder, PlaceCode


@dataclass(frozen=True, slots=True)
class DatedName:
    """A name with the days between which it is or was in use; both ends belong to it."""

    name: str
    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the name was in use on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class PackOrganisation:
    """A public body of the province as the pack lists it.

    ``kind`` is government, department, branch (中央驻省机构), city, county, zone or group
    (a party such as 各设区市人民政府 or 领导小组成员单位); ``rank`` is the official sequence.
    """

    code: str
    name: str
    short: str
    kind: str
    rank: int
    parent: str | None = None
    place: str | None = None
    aliases: tuple[DatedName, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Every name the body is or was known by: full, short, aliases."""
        return tuple(dict.fromkeys((self.name, self.short, *(a.name for a in self.aliases))))


@dataclass(frozen=True, slots=True)
class PackPlace:
    """A place of the province with its full name, such as 杭州市."""

    code: PlaceCode
    name: str


@dataclass(frozen=True)
class Pack:
    """All that is particular to one province; programs hold none of it."""

    name: str
    title: str
    province: PlaceCode
    is_demo: bool
    names: Mapping[str, str]
    places: tuple[PackPlace, ...]
    organisations: tuple[PackOrganisation, ...]
    order: OfficialOrder
    calendar: WorkingCalendar
    _tables: Mapping[str, Mapping[str, Any]] = field(repr=False)
    _texts: Mapping[str, str] = field(repr=False)

    def table(self, name: str) -> Mapping[str, Any]:
        """The content of one data file of the pack, such as ``catalogue``; read only.

        Raises:
            TermError: ``TRM-151`` where the pack has no such file.
        """
        return self._tables[self._known(name, self._tables)]

    def text(self, name: str) -> str:
        """The content of one text file of the pack, such as ``paper``.

        Raises:
            TermError: ``TRM-151`` where the pack has no such file.
        """
        return self._texts[self._known(name, self._texts)]

    def organisation(self, name: str) -> PackOrganisation | None:
        """The body that has this code or is or was known by this name.

        >>> body = load_pack("zhejiang").organisation("省经信厅")
        >>> body.name if body else None
        '浙江省经济和信息化厅'
        """
        return self._by_name.get(folded_name(name))

    @cached_property
    def _by_name(self) -> Mapping[str, PackOrganisation]:
        bodies = self.organisations
        return {folded_name(key): body for body in bodies for key in (body.code, *body.names)}

    def _known(self, name: str, among: Mapping[str, Any]) -> str:
        if name not in among:
            raise TermError(
                "TRM-151",
                f"省份包“{self.title}”没有名为“{name}”的数据",
                f"可用的数据有：{'、'.join(sorted(among))}",
                {"pack": self.name, "name": name},
            )
        return name


def pack_names() -> tuple[str, ...]:
    """Names of the packs at hand, real provinces first.

    >>> pack_names()
    ('jiangsu', 'zhejiang', 'demo')
    """
    found = (entry for entry in _packs().iterdir() if (entry / "names.toml").is_file())
    return tuple(sorted((entry.name for entry in found), key=lambda name: (name == "demo", name)))


@cache
def load_pack(name: str) -> Pack:
    """Read a province pack; the second call for the same name costs nothing.

    Raises:
        TermError: ``TRM-150`` with the list of packs where the name is unknown.

    >>> pack = load_pack("jiangsu")
    >>> pack.title, [place.name for place in pack.places][1:4]
    ('江苏省', ['南京市', '无锡市', '徐州市'])
    """
    if name not in pack_names():
        known = pack_names()
        raise TermError(
            "TRM-150",
            f"没有名为“{name}”的省份包",
            f"可用的省份包有：{'、'.join(known)}",
            {"name": name, "known": known},
        )
    folder = _packs() / name
    tables = {stem: _read_toml(entry) for stem, entry in _entries(folder, ".toml")}
    texts = {stem: entry.read_text(encoding="utf-8") for stem, entry in _entries(folder, ".txt")}
    head = tables["names"]
    places = tuple(PackPlace(PlaceCode(p["code"]), p["name"]) for p in tables["regions"]["places"])
    return Pack(
        name=name,
        title=head["province"],
        province=PlaceCode(head["code"]),
        is_demo=head["is_demo"],
        names=head["names"],
        places=places,
        organisations=_organisations(tables["organisations"], head["code"]),
        order=OfficialOrder(tuple(place.code.code for place in places)),
        calendar=_calendar(_read_toml(_packs() / "calendar.toml")),
        _tables=MappingProxyType(tables),
        _texts=MappingProxyType(texts),
    )


def _packs() -> Traversable:
    return files("xiandao") / "packs"


def _entries(folder: Traversable, suffix: str) -> list[tuple[str, Traversable]]:
    found = [entry for entry in folder.iterdir() if entry.name.endswith(suffix)]
    named = [(entry.name.removesuffix(suffix), entry) for entry in found]
    return sorted(named, key=lambda pair: pair[0])


def _read_toml(entry: Traversable) -> Mapping[str, Any]:
    frozen: Mapping[str, Any] = _frozen(tomllib.loads(entry.read_text(encoding="utf-8")))
    return frozen


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return MappingProxyType({key: _frozen(item) for key, item in value.items()})
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value


def _organisations(table: Mapping[str, Any], root: str) -> tuple[PackOrganisation, ...]:
    bodies: list[PackOrganisation] = []
    for kind, rows in table.items():
        for row in rows:
            aliases = tuple(
                DatedName(a) if isinstance(a, str) else DatedName(**a)
                for a in row.get("aliases", ())
            )
            bodies.append(
                PackOrganisation(
                    code=row["code"],
                    name=row["name"],
                    short=row.get("short", row["name"]),
                    kind=kind,
                    rank=len(bodies) + 1,
                    parent=row.get("parent", None if row["code"] == root else root),
                    place=row.get("place"),
                    aliases=aliases,
                    valid_from=row.get("valid_from"),
                    valid_to=row.get("valid_to"),
                )
            )
    return tuple(bodies)


def _calendar(table: Mapping[str, Any]) -> WorkingCalendar:
    years = table["years"]
    return WorkingCalendar(
        holidays=frozenset(day for year in years for day in year["holidays"]),
        workdays=frozenset(day for year in years for day in year["workdays"]),
    )

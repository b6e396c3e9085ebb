"""How a table can be cut: regions, industries and zones as axes with their totals, and what the codes are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiandao.catalog.methods.classification import Catalogue, load_catalogue
from xiandao.registry.queries import organisations
from xiandao.statistics.methods.disclosure_table import TOTAL, Axis
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    import polars as pl
    from django.utils.functional import Promise

    from xiandao.registry.models import Organisation

UNKNOWN: Final = "_U"
OUTSIDE: Final = "_Z"
# A choice of the page, and the dimension of the observation table that it cuts.
DIMENSIONS: Final[Mapping[str, tuple[str, Promise | str]]] = {
    "city": ("region", gettext_lazy("设区市")),
    "county": ("region", gettext_lazy("县（市、区）")),
    "zone": ("zone", gettext_lazy("先导区")),
    "industry": ("industry", gettext_lazy("未来产业")),
    "group": ("industry", gettext_lazy("产业类别")),
}


@dataclass(frozen=True, slots=True)
class Cuts:
    """The axes of a table, rows first, and the units with a column for each of them."""

    axes: tuple[Axis, ...]
    units: pl.DataFrame


def dimension(name: str) -> str:
    """Return the dimension that a choice cuts.

    Raises:
        InputError: ``STA-430`` no such choice.
    """
    if name not in DIMENSIONS:
        raise InputError(
            "STA-430",
            _("不能按“%(name)s”分组") % {"name": name[:20]},
            _("请从列表中选择行和列"),
            {"field": "rows"},
        )
    return DIMENSIONS[name][0]


def cuts(units: pl.DataFrame, rows: str, columns: str, top: Organisation) -> Cuts:
    """Return the axes of a table of the units, and the units placed on them.

    Args:
        units: as ``frames.units_frame`` gives them.
        rows, columns: names of ``DIMENSIONS``; no columns for "".
        top: whose places they are.

    Raises:
        InputError: ``STA-430`` no such choice, ``STA-431`` rows and columns cut the same dimension.
    """
    chosen = [name for name in (rows, columns) if name]
    dimensions = [dimension(name) for name in chosen]
    if len(set(dimensions)) != len(dimensions):
        raise InputError(
            "STA-431",
            _("行和列不能取自同一个维度"),
            _("请把行或列换成另一个维度，例如按设区市和产业类别"),
            {"field": "columns"},
        )
    import polars as pl

    own = [pl.col(name).fill_null("") for name in ("region", "industry", "zone")]
    units = units.with_columns(place=pl.concat_str(own, separator="|"))
    axes = []
    for name in chosen:
        units, axis = _placed(units, name, top)
        axes.append(axis)
    return Cuts(tuple(axes), units)


def labels(top: Organisation) -> dict[str, dict[str, str]]:
    """Return what the codes of every dimension are called, in official order."""
    places = organisations.subtree(top).filter(kind__in=("city", "county")).in_official_order()
    zones = organisations.subtree(top).filter(kind="zone").in_official_order()
    region = {row.region_code: row.label for row in places if row.region_code}
    region |= {
        f"{code}{UNKNOWN}": _("%(name)s（未分区县）") % {"name": name}
        for code, name in region.items()
    }
    industry: dict[str, str] = {}
    for number, (group, members) in enumerate(_catalogue().groups.items(), 1):
        industry |= {group_code(number): group} | {one.code: one.name for one in members}
    own = {TOTAL: _("合计"), UNKNOWN: _("未填"), OUTSIDE: _("先导区外")}
    return {
        "region": region | own,
        "zone": {row.code: row.label for row in zones} | own,
        "industry": industry | own | {UNKNOWN: _("未填或目录外")},
    }


def group_code(number: int) -> str:
    """Return the code of a group of industries, by its place in the catalogue."""
    return f"GROUP{number}"


def _placed(units: pl.DataFrame, name: str, top: Organisation) -> tuple[pl.DataFrame, Axis]:
    """Return the units with the innermost code of a cut in its dimension's column, and the axis."""
    import polars as pl

    column = dimension(name)
    own = units.get_column(column).to_list()
    parents = {
        "city": _cities, "county": _counties, "zone": _zones, "industry": _industries, "group": _groups,
    }[name](top)  # fmt: skip
    inner, nowhere = set(parents.values()), OUTSIDE if name == "zone" else UNKNOWN
    leaves = [_leaf(code, name) for code in own]
    # A city without counties is a line of its own.
    leaves = [code if code in parents else code.removesuffix(UNKNOWN) for code in leaves]
    codes = [code if code in parents and code not in inner else nowhere for code in leaves]
    if nowhere in codes:
        parents[nowhere] = TOTAL
    if name == "county":
        parents = _without_idle(parents, codes)
    placed = units.with_columns(pl.Series(column, codes, dtype=pl.String))
    return placed, Axis(column, parents)


def _without_idle(parents: dict[str, str], codes: list[str]) -> dict[str, str]:
    """Leave out the lines for units known by their city alone where there is no such unit."""
    used = set(codes)
    return {
        code: above for code, above in parents.items() if not code.endswith(UNKNOWN) or code in used
    }


def _leaf(code: str | None, name: str) -> str:
    if not code:
        return UNKNOWN
    if name == "city":
        return f"{code[:4]}00"
    if name == "county":
        return f"{code}{UNKNOWN}" if code.endswith("00") else code
    if name == "group":
        return _group_of().get(code, UNKNOWN)
    return code


def _cities(top: Organisation) -> dict[str, str]:
    rows = organisations.subtree(top).filter(kind="city").in_official_order()
    return {row.region_code: TOTAL for row in rows if row.region_code}


def _counties(top: Organisation) -> dict[str, str]:
    """Counties below their cities; a unit known by its city alone has a line of its own below it."""
    cities = _cities(top)
    rows = organisations.subtree(top).filter(kind="county").in_official_order()
    parents = {}
    for row in rows:
        city = f"{row.region_code[:4]}00"
        parents[row.region_code] = city if city in cities else TOTAL
    parents |= {f"{city}{UNKNOWN}": city for city in set(parents.values()) & cities.keys()}
    return parents | cities


def _zones(top: Organisation) -> dict[str, str]:
    rows = organisations.subtree(top).filter(kind="zone").in_official_order()
    return {row.code: TOTAL for row in rows}


def _group_of() -> dict[str, str]:
    groups = _catalogue().groups
    return {
        one.code: group_code(number)
        for number, members in enumerate(groups.values(), 1)
        for one in members
    }


def _industries(top: Organisation) -> dict[str, str]:
    found = _group_of()
    return found | dict.fromkeys(found.values(), TOTAL)


def _groups(top: Organisation) -> dict[str, str]:
    return dict.fromkeys(_group_of().values(), TOTAL)


def _catalogue() -> Catalogue:
    return load_catalogue(settings.XIANDAO_PACK)

"""The figures of a scheme in a period: one row a zone, one column an indicator, from the observation table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from django.utils.translation import gettext as _

from xiandao.evaluate.methods.edition import Figure, framework_of
from xiandao.evaluate.methods.table import Table
from xiandao.registry.queries.organisations import by_codes
from xiandao.statistics.methods.indicator import Indicator
from xiandao.statistics.methods.observation import Cut
from xiandao.statistics.queries.indicators import definition
from xiandao.statistics.queries.observations import observations
from xiandao.terms.error import InputError
from xiandao.terms.period import Period

if TYPE_CHECKING:
    from xiandao.evaluate.models import Scheme
    from xiandao.registry.models import Organisation

ADMINISTRATION = "administration"
# What the observation table puts in the place of a zone: the total, and units outside every zone.
NO_ZONE = ("_T", "_Z", "_U")


def gather(scheme: Scheme, period: str, below: Organisation) -> tuple[Table, list[Figure]]:
    """Return the zones below a body with their figures of one period, and where each column comes from.

    A zone stands in the table when it has any figure; a figure that is missing is NaN.

    Raises:
        InputError: ``EVA-503`` an indicator that was collected for statistics, ``EVA-504`` no figures at all.
    """
    codes = framework_of(scheme.nodes).indicators
    used = {code: administrative(code) for code in codes}
    computed = [code for code in codes if used[code].is_computed]
    frame = observations(computed, [Period.parse(period).code], [Cut(zone=True)])
    cells = {
        (row["zone"], row["indicator"]): row["value"]
        for row in frame.iter_rows(named=True)
        if row["value"] is not None and row["zone"] not in NO_ZONE
    }
    known = by_codes({zone for zone, _code in cells})
    zones = sorted(
        (one for one in known.values() if one.path.startswith(below.path)),
        key=lambda one: (one.official_order, one.code),
    )
    if not zones:
        raise InputError(
            "EVA-504",
            _("%(period)s没有可用于评价的数据") % {"period": Period.parse(period).label},
            _("请确认该期报表已经审核通过，或换一个报告期"),
            {"period": period},
        )
    rows = [[cells.get((zone.code, code), np.nan) for code in codes] for zone in zones]
    table = Table(
        units=tuple(zone.code for zone in zones),
        names=tuple(zone.label for zone in zones),
        columns=codes,
        values=np.array(rows, dtype=np.float64),
    )
    return table, [Figure(code, used[code].source, period, used[code].unit) for code in codes]


def administrative(code: str) -> Indicator:
    """Return an indicator that may grade units: one that was not collected for statistics.

    Raises:
        InputError: ``EVA-503``.
    """
    found = definition(code)
    if found.purpose != ADMINISTRATION:
        raise InputError(
            "EVA-503",
            _("“%(name)s”取自统计调查，依法不能用于评级") % {"name": found.name},
            _("请换用管理数据的指标，例如先导区季度运行情况里的指标"),
            {"indicator": code},
        )
    return found


def told_nodes(nodes: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return nodes with names, units and directions of the indicator catalogue filled in."""
    parents = {node.get("parent") for node in nodes}
    found = []
    for node in nodes:
        known: dict[str, Any] = {}
        if node["code"] not in parents:
            one = administrative(node["code"])
            known = {
                "name": one.name,
                "name_en": one.name_en,
                "unit": one.unit,
                "direction": -1 if one.direction.value == "lower" else 1,
            }
        found.append({**known, **node})
    return found

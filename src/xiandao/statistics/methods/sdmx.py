"""Observations out in SDMX: rows with their statuses as SDMX-CSV 2.0 and SDMX-JSON 2.0 data messages."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from xiandao.statistics.methods.sdmx_structure import KINDS, Structure, declared
from xiandao.terms.error import XiandaoError
from xiandao.terms.period import Period, PeriodKind

FREE: Final = "F"
_FREQUENCIES: Final = MappingProxyType(
    {
        PeriodKind.YEAR: "A",
        PeriodKind.HALF: "S",
        PeriodKind.QUARTER: "Q",
        PeriodKind.MONTH: "M",
        PeriodKind.CUMULATIVE: "M",
    }
)
_IDENTIFIER: Final = re.compile(r"[A-Za-z0-9_@$-]+")


def time_period(period: Period) -> str:
    """Return a period in the time format of SDMX; a cumulation is a range from its first day on.

    Raises:
        XiandaoError: ``STA-601`` a plan or a span, which are no reporting periods.

    >>> [time_period(Period.parse(text)) for text in ("2026", "2026H1", "2026Q2", "2026-06", "2026M01-06")]
    ['2026', '2026-S1', '2026-Q2', '2026-06', '2026-01-01/P6M']
    """
    if period.kind is PeriodKind.CUMULATIVE:
        return f"{period.start.isoformat()}/P{period.number}M"
    if period.kind in {PeriodKind.HALF, PeriodKind.QUARTER}:
        letter = "S" if period.kind is PeriodKind.HALF else "Q"
        return f"{period.year}-{letter}{period.number}"
    if period.kind in {PeriodKind.YEAR, PeriodKind.MONTH}:
        return period.code
    raise XiandaoError(
        "STA-601",
        f"{period.label}不是报告期",
        "请按年、半年、季、月或累计导出",
        {"period": period.code},
    )


def records(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return rows of the observation table as SDMX records, in the order of the structure.

    A row that is not free for publication carries neither a value nor a growth, whatever it holds: the
    status alone says why.

    Args:
        rows: mappings with the columns of the observation table; value None where suppressed.

    Raises:
        XiandaoError: ``STA-601`` a period that is none, ``STA-602`` a code that SDMX does not allow,
            ``STA-603`` one cell twice.

    >>> row = {"indicator": "RD_SPEND", "region": "330000", "industry": "_T", "zone": "_T", "period": "2026Q2",
    ...     "value": 12.5, "unit_measure": "CNY", "unit_mult": 8, "obs_status": "A", "conf_status": "C"}
    >>> found, = records([row])
    >>> found["TIME_PERIOD"], found["FREQ"], found["OBS_VALUE"], found["CONF_STATUS"]
    ('2026-Q2', 'Q', None, 'C')
    """
    found = [_record(row) for row in rows]
    keys = [tuple(record[one["id"]] for one in declared()["dimension"]) for record in found]
    if len(set(keys)) != len(keys):
        double = next(key for key in keys if keys.count(key) > 1)
        raise XiandaoError(
            "STA-603", "同一个数据格出现了两次", "请检查导出的表是否重叠", {"key": list(double)}
        )
    return found


def data_csv(rows: Iterable[Mapping[str, Any]], made: Structure) -> str:
    """Return rows as an SDMX-CSV 2.0 data message (text; empty where there is no number).

    >>> from xiandao.statistics.methods.sdmx_structure import Names, structure
    >>> row = {"indicator": "X", "region": "_T", "industry": "_T", "zone": "_T", "period": "2026", "value": None,
    ...     "unit_measure": "NUM", "unit_mult": 0, "obs_status": "A", "conf_status": "A"}
    >>> print(data_csv([row], structure([], Names({}, {}, {}))).splitlines()[1])
    dataflow,XIANDAO:PILOT_ZONES(1.0),I,A,X,_T,_T,_T,2026,,A,A,NUM,0,
    """
    import pandas as pd
    from pysdmx.io import write_sdmx
    from pysdmx.io.format import Format
    from pysdmx.io.pd import PandasDataset
    from pysdmx.model import Schema

    columns = column_names()
    texts = [[_text(record[name]) for name in columns] for record in records(rows)]
    schema = Schema(
        context="dataflow",
        agency=str(made.dataflow.agency),
        id=made.dataflow.id,
        version=made.dataflow.version,
        components=made.definition.components,
        name=made.dataflow.name,
    )
    if not texts:
        head = ["STRUCTURE", "STRUCTURE_ID", "ACTION", *columns]
        return ",".join(head) + "\n"
    data = pd.DataFrame(texts, columns=list(columns), dtype="str")
    dataset = PandasDataset(structure=schema.short_urn, data=data)
    dataset.structure = schema
    return str(write_sdmx([dataset], Format.DATA_SDMX_CSV_2_0_0))


def column_names() -> tuple[str, ...]:
    """Return the identifiers of the dimensions, the measure and the attributes, in their order.

    >>> column_names()[6:9]
    ('OBS_VALUE', 'OBS_STATUS', 'CONF_STATUS')
    """
    return tuple(one["id"] for kind in KINDS for one in declared()[kind])


def _record(row: Mapping[str, Any]) -> dict[str, Any]:
    period = Period.parse(str(row["period"]))
    is_free = row["conf_status"] == FREE
    record: dict[str, Any] = {
        "FREQ": _FREQUENCIES.get(period.kind, "A"),
        "INDICATOR": row["indicator"],
        "REF_AREA": row["region"],
        "INDUSTRY": row["industry"],
        "ZONE": row["zone"],
        "TIME_PERIOD": time_period(period),
        "OBS_VALUE": _number(row["value"]) if is_free else None,
        "OBS_STATUS": row["obs_status"],
        "CONF_STATUS": row["conf_status"],
        "UNIT_MEASURE": row["unit_measure"],
        "UNIT_MULT": str(row["unit_mult"]),
        "COMPARABLE_GROWTH": _number(row.get("comparable_growth")) if is_free else None,
    }
    _check(record)
    return record


def _check(record: Mapping[str, Any]) -> None:
    own = declared()["codelist"]
    for kind in ("dimension", "attribute"):
        for one in declared()[kind]:
            name, code = one["id"], record[one["id"]]
            if "codelist" not in one:
                continue
            listed = own.get(one["codelist"])
            fits = isinstance(code, str) and _IDENTIFIER.fullmatch(code) is not None
            if listed is not None:
                fits = code in {known for known, _label in listed["codes"]}
            if not fits:
                raise XiandaoError(
                    "STA-602",
                    f"“{code}”不是{one['name']}的有效代码",
                    "请核对指标目录、名录中的代码",
                    {"dimension": name, "code": code},
                )


def _number(value: Any) -> float | None:
    if value is None or not math.isfinite(value):
        return None
    return float(value)


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return repr(value) if isinstance(value, float) else str(value)

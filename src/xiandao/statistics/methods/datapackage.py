"""``datapackage.json`` beside a CSV file: what its columns mean, under which grade and licence, how to check it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from xiandao.terms.error import XiandaoError
from xiandao.terms.grade import Grade

PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"
RESOURCE_PROFILE: Final = "https://datapackage.org/profiles/2.0/dataresource.json"
SCHEMA_PROFILE: Final = "https://datapackage.org/profiles/2.0/tableschema.json"
TYPES: Final = frozenset({"string", "number", "integer", "boolean", "date", "datetime", "year"})
SUPPRESSED: Final = "*"
MARKS: Final = MappingProxyType({"": "无数据", SUPPRESSED: "依法不予公开"})
_NAME: Final = re.compile(r"[a-z0-9][-a-z0-9._/]*")
_PATH: Final = re.compile(r"(?!.*(?:^|/)\.\.(?:/|$))[^/\\\s:~][^\\:]*")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file: its name there, its type, what people call it and what it means."""

    name: str
    title: str
    kind: str = "string"
    description: str = ""
    is_required: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Licence:
    """The terms of use: a short name, a title; the address of the text if it has one."""

    name: str
    title: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Package:
    """What is published: a name for machines, a title for people, the grade, who answers for it."""

    name: str
    title: str
    description: str
    licence: Licence
    publisher: str
    grade: Grade = Grade.OPEN
    version: str = "1.0.0"
    keywords: tuple[str, ...] = ()


def descriptor(
    package: Package,
    path: str,
    data: bytes,
    columns: Sequence[Column],
    *,
    created: datetime,
    key: Sequence[str] = (),
) -> bytes:
    """Return ``datapackage.json`` for one CSV file in UTF-8.

    Args:
        path: where the file lies beside the descriptor.
        data: the bytes of the file; size, SHA-256 and the header are taken from them.
        columns: the columns in the order of the file.
        created: when the file was made, with time zone.
        key: the columns that identify a row.

    Raises:
        XiandaoError: ``STA-610`` a name that machines cannot use, ``STA-611`` columns that are not those of
            the file, ``STA-612`` a path that leads elsewhere.

    Source: Data Package 2.0, Data Resource 2.0, Table Schema 2.0.

    >>> from datetime import UTC
    >>> package = Package("zones-2026q2", "先导区季度数据", "说明", Licence("gov-open", "政府开放许可"), "示范省统计局")
    >>> made = json.loads(descriptor(package, "zones.csv", "period,value\\n2026Q2,1\\n".encode(),
    ...     [Column("period", "期间"), Column("value", "数值", "number")], created=datetime(2026, 7, 1, tzinfo=UTC)))
    >>> made["resources"][0]["bytes"], made["resources"][0]["schema"]["fields"][1]["title"]
    (22, '数值')
    """
    _check(package, path, data, columns, key)
    found: dict[str, Any] = {
        "$schema": PROFILE,
        "name": package.name,
        "title": package.title,
        "description": package.description,
        "version": package.version,
        "created": created.isoformat(),
        "licenses": [_licence(package.licence)],
        "contributors": [{"title": package.publisher, "roles": ["publisher"]}],
        "xiandao:grade": package.grade.value,
        "xiandao:grade_label": package.grade.label,
        "resources": [_resource(package, path, data, columns, key)],
    }
    if package.keywords:
        found["keywords"] = list(package.keywords)
    return json.dumps(found, ensure_ascii=False, indent=2).encode()


def _resource(
    package: Package, path: str, data: bytes, columns: Sequence[Column], key: Sequence[str]
) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "$schema": SCHEMA_PROFILE,
        "fields": [_field(column) for column in columns],
        "missingValues": [{"value": value, "label": label} for value, label in MARKS.items()],
    }
    if key:
        schema["primaryKey"] = list(key)
    return {
        "$schema": RESOURCE_PROFILE,
        "name": path.rsplit("/", 1)[-1].removesuffix(".csv").lower(),
        "type": "table",
        "path": path,
        "title": package.title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": column.kind, "title": column.title}
    if column.description:
        field["description"] = column.description
    if column.unit:
        field["unit"] = column.unit
    if column.is_required:
        field["constraints"] = {"required": True}
    return field


def _licence(licence: Licence) -> dict[str, str]:
    found = {"name": licence.name, "title": licence.title}
    return found | {"path": licence.path} if licence.path else found


def _check(
    package: Package, path: str, data: bytes, columns: Sequence[Column], key: Sequence[str]
) -> None:
    file = path.rsplit("/", 1)[-1].removesuffix(".csv").lower()
    unusable = [name for name in (package.name, file) if _NAME.fullmatch(name) is None]
    if unusable:
        raise XiandaoError(
            "STA-610",
            f"“{unusable[0]}”不能用作数据包名称",
            "请使用小写字母、数字、短横线、点和下划线",
            {"name": unusable[0]},
        )
    if _PATH.fullmatch(path) is None:
        raise XiandaoError(
            "STA-612", "数据文件的位置无效", "请使用数据包内的相对位置", {"path": path}
        )
    head = data.partition(b"\n")[0].decode("utf-8-sig", "replace").rstrip("\r")
    written = [name.strip('"') for name in head.split(",")]
    named = [column.name for column in columns]
    kinds = {column.kind for column in columns}
    if written != named or len(set(named)) != len(named) or kinds - TYPES or set(key) - set(named):
        raise XiandaoError(
            "STA-611",
            "数据文件的列与说明不一致",
            "请核对列名、类型和主键",
            {"file": written, "described": named, "types": sorted(kinds), "key": list(key)},
        )

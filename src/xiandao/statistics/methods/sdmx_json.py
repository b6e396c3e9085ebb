"""Observations as an SDMX-JSON 2.0.0 data message: flat, each observation with its measure and its attributes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from xiandao.statistics.methods.sdmx import column_names, records
from xiandao.statistics.methods.sdmx_structure import NUMBERS, TIME, Structure, declared

SCHEMA: Final = (
    "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/"
    "data-message/tools/schemas/2.0.0/sdmx-json-data-schema.json"
)
_ROLES: Final = MappingProxyType({"FREQ": ["FREQ"], "REF_AREA": ["GEO"], TIME: ["TIME_PERIOD"]})


def data_json(
    rows: Iterable[Mapping[str, Any]],
    made: Structure,
    *,
    prepared: datetime,
    identifier: str,
    language: str = "zh",
) -> str:
    """Return rows of the observation table as an SDMX-JSON data message.

    Args:
        rows: as for ``records``: no number leaves for a cell that is not free.
        prepared: when the message was made, with time zone.
        identifier: the identifier of the message: letters, digits, ``_ @ $ -``.

    Raises:
        XiandaoError: ``STA-601`` … ``STA-603`` as ``records``.

    Source: SDMX-JSON data message 2.0.0, field guide and JSON schema of the SDMX Technical Working Group.

    >>> from datetime import UTC
    >>> from xiandao.statistics.methods.sdmx_structure import Names, structure
    >>> row = {"indicator": "X", "region": "_T", "industry": "_T", "zone": "_T", "period": "2026", "value": None,
    ...     "unit_measure": "NUM", "unit_mult": 0, "obs_status": "A", "conf_status": "A"}
    >>> message = json.loads(data_json([row], structure([], Names({}, {}, {})),
    ...     prepared=datetime(2026, 7, 1, tzinfo=UTC), identifier="x1"))
    >>> message["data"]["dataSets"][0]["observations"]
    {'0:0:0:0:0:0': [None, 0, 0, 0, 0, None]}
    """
    found = records(rows)
    values = {name: _values(name, found) for name in column_names()}
    message = {
        "meta": {
            "schema": SCHEMA,
            "id": identifier,
            "test": False,
            "prepared": prepared.isoformat(),
            "contentLanguages": [language],
            "sender": {"id": str(made.dataflow.agency)},
        },
        "data": {
            "dataSets": [
                {
                    "structure": 0,
                    "action": "Information",
                    "links": [_link(made, "dataflow")],
                    "observations": _observations(found, values),
                }
            ],
            "structures": [_structure(made, values)],
        },
    }
    return json.dumps(message, ensure_ascii=False, allow_nan=False)


def _values(name: str, found: list[dict[str, Any]]) -> list[str]:
    """The codes that occur, in the order of first use; numbers stand in the observations themselves."""
    if name in NUMBERS:
        return []
    return list(dict.fromkeys(str(record[name]) for record in found))


def _observations(
    found: list[dict[str, Any]], values: Mapping[str, list[str]]
) -> dict[str, list[Any]]:
    places = {name: {code: i for i, code in enumerate(codes)} for name, codes in values.items()}
    dimensions = [one["id"] for one in declared()["dimension"]]
    others = column_names()[len(dimensions) :]
    return {
        ":".join(str(places[name][record[name]]) for name in dimensions): [
            record[name] if name in NUMBERS else places[name][record[name]] for name in others
        ]
        for record in found
    }


def _structure(made: Structure, values: Mapping[str, list[str]]) -> dict[str, Any]:
    lists = {one.id: {code.id: code.name for code in one.items} for one in made.codelists}
    dimensions = [
        _named(one, lists, values) | {"keyPosition": place, "roles": _ROLES.get(one["id"], [])}
        for place, one in enumerate(declared()["dimension"])
    ]
    attributes = [
        _named(one, lists, values)
        | {"relationship": {"observation": {}}, "isMandatory": bool(one["required"])}
        for one in declared()["attribute"]
    ]
    measures = [
        _named(one, lists, values) | {"isMandatory": False, "format": {"dataType": "Double"}}
        for one in declared()["measure"]
    ]
    return {
        "name": made.dataflow.name,
        "links": [_link(made, "dataflow"), _link(made, "structure")],
        "dataSets": [0],
        "dimensions": {"dataSet": [], "series": [], "observation": dimensions},
        "measures": {"observation": measures},
        "attributes": {"dataSet": [], "series": [], "observation": attributes},
    }


def _named(
    one: Mapping[str, Any],
    lists: Mapping[str, Mapping[str, str | None]],
    values: Mapping[str, list[str]],
) -> dict[str, Any]:
    named: dict[str, Any] = {
        "id": one["id"],
        "name": one["name"],
        "names": {"zh": one["name"], "en": one["name_en"]},
    }
    known = lists.get(one.get("codelist", ""), {})
    codes = values[one["id"]]
    if one["id"] == TIME:
        # A time range holds a slash, which identifiers do not: periods are given as values.
        named["values"] = [{"value": code} for code in codes]
    elif codes:
        named["values"] = [{"id": code, "name": known.get(code) or code} for code in codes]
    elif one["id"] in NUMBERS:
        named["format"] = {"dataType": "Double"}
    else:
        named["values"] = []
    return named


def _link(made: Structure, relation: str) -> dict[str, str]:
    flow = made.dataflow
    place = {"dataflow": "Dataflow", "structure": "DataStructure"}[relation]
    urn = (
        f"urn:sdmx:org.sdmx.infomodel.datastructure.{place}={flow.agency}:{flow.id}({flow.version})"
    )
    return {"rel": relation, "urn": urn}

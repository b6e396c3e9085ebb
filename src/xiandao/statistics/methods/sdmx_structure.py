"""The data structure of the observation table in SDMX: dimensions, measure, attributes, code lists."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from xiandao.statistics.methods.indicator import Indicator

if TYPE_CHECKING:
    from pysdmx.model import Codelist, ConceptScheme, Dataflow, DataStructureDefinition

SPECIAL: Final = MappingProxyType({"_T": "合计", "_U": "未知", "_Z": "不适用"})
STRUCTURE: Final = "PILOT_ZONES"
KINDS: Final = ("dimension", "measure", "attribute")
TIME: Final = "TIME_PERIOD"
NUMBERS: Final = ("OBS_VALUE", "COMPARABLE_GROWTH")


@dataclass(frozen=True, slots=True)
class Names:
    """What the codes of a table are called: regions, industries, zones by code, and who publishes.

    ``agency`` and ``version`` identify the structure; a change of dimensions needs a new version.
    """

    areas: Mapping[str, str]
    industries: Mapping[str, str]
    zones: Mapping[str, str]
    agency: str = "XIANDAO"
    agency_name: str = ""
    version: str = "1.0"


@dataclass(frozen=True, slots=True)
class Structure:
    """The artefacts of a message: code lists, concepts, the data structure, the data flow."""

    codelists: tuple[Codelist, ...]
    concepts: ConceptScheme
    definition: DataStructureDefinition
    dataflow: Dataflow

    @property
    def artefacts(self) -> tuple[Any, ...]:
        """All of them, those that are referred to first."""
        return (*self.codelists, self.concepts, self.definition, self.dataflow)


@lru_cache(maxsize=1)
def declared() -> Mapping[str, Any]:
    """Return the declaration of the structure: dimension, measure, attribute, codelist.

    >>> [one["id"] for one in declared()["dimension"]]
    ['FREQ', 'INDICATOR', 'REF_AREA', 'INDUSTRY', 'ZONE', 'TIME_PERIOD']
    """
    text = files("xiandao.statistics").joinpath("data/sdmx.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


def codes_of(indicators: Iterable[Indicator], names: Names) -> dict[str, dict[str, str]]:
    """Return every code list as code → name.

    >>> codes_of([], Names({"330000": "浙江省"}, {}, {}))["CL_AREA"]
    {'_T': '合计', '_U': '未知', '330000': '浙江省', '330000_U': '浙江省（未分区县）'}
    """
    lists = {
        name: {str(code): str(label) for code, label in one["codes"]}
        for name, one in declared()["codelist"].items()
    }
    total, unknown, outside = SPECIAL.items()
    lists["CL_INDICATOR"] = {one.code: one.name for one in indicators}
    lists["CL_AREA"] = dict([total, unknown]) | _with_unknown(names.areas)
    lists["CL_INDUSTRY"] = dict([total, unknown]) | dict(names.industries)
    lists["CL_ZONE"] = dict([total, outside]) | dict(names.zones)
    return lists


def structure(indicators: Iterable[Indicator], names: Names) -> Structure:
    """Return the SDMX artefacts that describe the observation table of some indicators.

    >>> made = structure([], Names({}, {}, {}))
    >>> [one.id for one in made.definition.components.dimensions][-1], made.dataflow.id
    ('TIME_PERIOD', 'PILOT_ZONES')
    """
    from pysdmx.model import ConceptScheme, Dataflow, DataStructureDefinition
    from pysdmx.model.dataflow import Components

    lists = {
        name: _codelist(name, codes, names)
        for name, codes in codes_of(tuple(indicators), names).items()
    }
    parts = [(kind, one) for kind in KINDS for one in declared()[kind]]
    concepts = {one["id"]: _concept(one, lists, names) for _, one in parts}
    scheme = ConceptScheme(
        id="CS_" + STRUCTURE,
        name="先导区监测概念",
        agency=names.agency,
        version=names.version,
        items=tuple(concepts.values()),
    )
    components = Components([_component(one, kind, concepts, lists, names) for kind, one in parts])
    definition = DataStructureDefinition(
        id=STRUCTURE,
        name="未来产业先导区监测",
        agency=names.agency,
        version=names.version,
        components=components,
    )
    flow = Dataflow(
        id=STRUCTURE,
        name="未来产业先导区监测数据",
        agency=names.agency,
        version=names.version,
        structure=definition,
    )
    return Structure(tuple(lists.values()), scheme, definition, flow)


def structure_json(made: Structure, names: Names, *, prepared: datetime, identifier: str) -> str:
    """Return the structure as an SDMX-JSON 2.0.0 structure message.

    Args:
        prepared: when the message was made, with time zone.
        identifier: the identifier of the message.

    >>> from datetime import UTC
    >>> names = Names({}, {}, {})
    >>> text = structure_json(structure([], names), names, prepared=datetime(2026, 7, 1, tzinfo=UTC), identifier="x1")
    >>> '"id": "PILOT_ZONES"' in text
    True
    """
    from pysdmx.io import write_sdmx
    from pysdmx.io.format import Format
    from pysdmx.model import Organisation
    from pysdmx.model.message import Header

    sender = Organisation(id=names.agency, name=names.agency_name or None)
    header = Header(id=identifier, prepared=prepared, sender=sender)
    text = write_sdmx(
        list(made.artefacts), Format.STRUCTURE_SDMX_JSON_2_0_0, header=header, prettyprint=True
    )
    return str(text)


def _with_unknown(areas: Mapping[str, str]) -> dict[str, str]:
    """Cities and provinces also stand for units of which the county is not known."""
    wider = {
        f"{code}_U": f"{name}（未分区县）" for code, name in areas.items() if code.endswith("00")
    }
    return dict(areas) | wider


def _codelist(name: str, codes: Mapping[str, str], names: Names) -> Codelist:
    from pysdmx.model import Code, Codelist

    title = declared()["codelist"].get(name, {}).get("name") or _TITLES[name]
    return Codelist(
        id=name,
        name=title,
        agency=names.agency,
        version=names.version,
        items=tuple(Code(id=code, name=label) for code, label in codes.items()),
    )


def _concept(one: Mapping[str, Any], lists: Mapping[str, Codelist], names: Names) -> Any:
    from pysdmx.model import Concept

    return Concept(
        id=one["id"],
        name=one["name"],
        description=one["name_en"],
        dtype=_data_type(one["id"]),
        codes=lists.get(one.get("codelist", "")),
        urn=f"urn:sdmx:org.sdmx.infomodel.conceptscheme.Concept={names.agency}:CS_{STRUCTURE}"
        f"({names.version}).{one['id']}",
    )


def _component(
    one: Mapping[str, Any],
    kind: str,
    concepts: Mapping[str, Any],
    lists: Mapping[str, Codelist],
    names: Names,
) -> Any:
    from pysdmx.model import Component, Role

    is_attribute = kind == "attribute"
    listed = one.get("codelist", "")
    urn = f"urn:sdmx:org.sdmx.infomodel.codelist.Codelist={names.agency}:{listed}({names.version})"
    return Component(
        id=one["id"],
        required=bool(one.get("required", kind == "dimension")),
        role=Role[kind.upper()],
        concept=concepts[one["id"]],
        name=one["name"],
        local_codes=lists.get(listed),
        local_enum_ref=urn if listed else None,
        local_dtype=_data_type(one["id"]),
        attachment_level="O" if is_attribute else None,
    )


def _data_type(identifier: str) -> Any:
    from pysdmx.model import DataType

    if identifier in NUMBERS:
        return DataType.DOUBLE
    return DataType.PERIOD if identifier == TIME else DataType.STRING


_TITLES: Final = MappingProxyType(
    {
        "CL_INDICATOR": "指标",
        "CL_AREA": "地区",
        "CL_INDUSTRY": "未来产业",
        "CL_ZONE": "先导区",
    }
)

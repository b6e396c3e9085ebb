"""SDMX out: pysdmx reads back what was written, and no number leaves for a cell that is not free."""

import csv
import io
import json
import re
from datetime import UTC, datetime

import msgspec
import pytest
from pysdmx.io import read_sdmx
from pysdmx.io.json.sdmxjson2.messages import JsonStructureMessage
from pysdmx.model import Codelist, ConceptScheme, Dataflow, DataStructureDefinition, decoders

from xiandao.statistics.methods import indicator
from xiandao.statistics.methods.sdmx import data_csv, records, time_period
from xiandao.statistics.methods.sdmx_json import data_json
from xiandao.statistics.methods.sdmx_structure import Names, declared, structure, structure_json
from xiandao.terms.error import XiandaoError
from xiandao.terms.period import Period

NAMES = Names(
    {"990000": "示范省", "990100": "澜州市", "990101": "镜澜区"},
    {"quantum": "量子信息"},
    {"ZONE01": "澜州量子先导区"},
    agency="DEMO",
)
MADE = structure(indicator.shipped().values(), NAMES)
AT = datetime(2026, 7, 15, 9, 30, tzinfo=UTC)
SECRET = 987654.25


def row(**changes):
    return {
        "indicator": "RD_SPEND", "region": "990100", "industry": "quantum", "zone": "_T", "period": "2026Q2",
        "value": 12.5, "unit_measure": "CNY", "unit_mult": 8, "obs_status": "A", "conf_status": "F",
        "comparable_growth": 3.25, "n": 12,
    } | changes  # fmt: skip


ROWS = [
    row(),
    row(region="990101", value=None, comparable_growth=None, conf_status="C"),
    row(region="990000", value=SECRET, comparable_growth=SECRET, conf_status="D"),
    row(period="2026M01-06", value=0.1, comparable_growth=None, obs_status="P"),
    row(zone="ZONE01", value=None, comparable_growth=None, conf_status="A"),
    row(indicator="RD_INTENSITY", unit_measure="PT", unit_mult=0, value=None, obs_status="M"),
]


def message():
    return json.loads(data_json(ROWS, MADE, prepared=AT, identifier="release-1"))


def test_the_csv_is_read_back_by_pysdmx_with_every_number_and_status():
    (dataset,) = read_sdmx(data_csv(ROWS, MADE)).data
    assert dataset.structure == "Dataflow=DEMO:PILOT_ZONES(1.0)"
    found = dataset.data.to_dict(orient="records")
    assert [one["OBS_VALUE"] for one in found] == ["12.5", "", "", "0.1", "", ""]
    assert [one["CONF_STATUS"] for one in found] == ["F", "C", "D", "F", "A", "F"]
    assert [one["TIME_PERIOD"] for one in found][3] == "2026-01-01/P6M"
    assert found[0]["COMPARABLE_GROWTH"] == "3.25"
    assert {one["UNIT_MULT"] for one in found} == {"8", "0"}


def test_the_csv_has_the_columns_of_sdmx_csv_2_in_their_order():
    head = next(csv.reader(io.StringIO(data_csv(ROWS, MADE))))
    assert head == [
        "STRUCTURE", "STRUCTURE_ID", "ACTION", "FREQ", "INDICATOR", "REF_AREA", "INDUSTRY", "ZONE", "TIME_PERIOD",
        "OBS_VALUE", "OBS_STATUS", "CONF_STATUS", "UNIT_MEASURE", "UNIT_MULT", "COMPARABLE_GROWTH",
    ]  # fmt: skip


def test_a_table_without_rows_is_a_head_alone():
    assert data_csv([], MADE).splitlines() == [data_csv(ROWS, MADE).splitlines()[0]]


@pytest.mark.parametrize("status", ["C", "D", "A", "E", "N"])
def test_no_number_of_a_cell_that_is_not_free_is_anywhere_in_the_messages(status):
    rows = [row(value=SECRET, comparable_growth=SECRET, conf_status=status)]
    texts = (data_csv(rows, MADE), data_json(rows, MADE, prepared=AT, identifier="x"))
    for text in texts:
        assert "987654" not in text
        assert f'"{status}"' in text or f",{status}," in text


def test_large_and_small_numbers_keep_every_digit():
    values = [123456789012.25, 0.1 + 0.2, -1e-7, 1e15]
    rows = [
        row(value=value, period=f"202{number}", comparable_growth=None)
        for number, value in enumerate(values)
    ]
    (dataset,) = read_sdmx(data_csv(rows, MADE)).data
    assert [float(text) for text in dataset.data["OBS_VALUE"]] == values


def test_the_structure_is_read_back_by_pysdmx():
    text = structure_json(MADE, NAMES, prepared=AT, identifier="structure-1")
    # pysdmx's own entrance asks for its schemas even where they are not to be used; this is what lies behind it.
    found = msgspec.json.Decoder(JsonStructureMessage, dec_hook=decoders).decode(text).to_model()
    assert (found.header.id, found.header.sender.id) == ("structure-1", "DEMO")
    (definition,) = (one for one in found.structures if isinstance(one, DataStructureDefinition))
    assert [one.id for one in definition.components.dimensions] == [
        "FREQ", "INDICATOR", "REF_AREA", "INDUSTRY", "ZONE", "TIME_PERIOD",
    ]  # fmt: skip
    assert [one.id for one in definition.components.measures] == ["OBS_VALUE"]
    assert definition.components["ZONE"].enumeration["ZONE01"].name == "澜州量子先导区"
    required = {one.id for one in definition.components.attributes if one.required}
    assert required == {"OBS_STATUS", "CONF_STATUS", "UNIT_MEASURE", "UNIT_MULT"}
    lists = {one.id: one for one in found.structures if isinstance(one, Codelist)}
    assert lists["CL_AREA"]["990101"].name == "镜澜区"
    assert {code.id for code in lists["CL_INDICATOR"].items} == set(indicator.shipped())
    assert sum(isinstance(one, ConceptScheme) for one in found.structures) == 1
    (flow,) = (one for one in found.structures if isinstance(one, Dataflow))
    assert flow.id == "PILOT_ZONES"


def test_every_dimension_but_time_points_to_its_code_list():
    text = structure_json(MADE, NAMES, prepared=AT, identifier="s")
    (raw,) = json.loads(text)["data"]["dataStructures"]
    parts = raw["dataStructureComponents"]
    for one in parts["dimensionList"]["dimensions"]:
        assert one["localRepresentation"]["enumeration"].endswith("(1.0)"), one["id"]
    assert parts["dimensionList"]["timeDimension"]["id"] == "TIME_PERIOD"


def decoded(found):
    (described,) = found["data"]["structures"]
    (data,) = found["data"]["dataSets"]
    dimensions = described["dimensions"]["observation"]
    others = described["measures"]["observation"] + described["attributes"]["observation"]
    for key, cells in data["observations"].items():
        record = {}
        for one, place in zip(dimensions, key.split(":"), strict=True):
            value = one["values"][int(place)]
            record[one["id"]] = value.get("id", value.get("value"))
        for one, cell in zip(others, cells, strict=True):
            record[one["id"]] = one["values"][cell]["id"] if "values" in one else cell
        yield record


def test_the_json_says_the_same_as_the_records():
    expected = records(ROWS)
    assert sorted(decoded(message()), key=str) == sorted(expected, key=str)


def test_the_json_keeps_the_rules_of_its_schema():
    found = message()
    assert set(found["meta"]) >= {"id", "prepared", "sender"}
    assert datetime.fromisoformat(found["meta"]["prepared"]).tzinfo is not None
    (data,), (described,) = found["data"]["dataSets"], found["data"]["structures"]
    assert data["links"][0].keys() == {"rel", "urn"}
    assert data["action"] in {"Information", "Append", "Replace", "Delete"}
    assert all(re.fullmatch(r"[0-9]+(:[0-9]+)*", key) for key in data["observations"])
    parts = described["dimensions"]["observation"]
    assert [one["keyPosition"] for one in parts] == list(range(len(parts)))
    for one in parts + described["attributes"]["observation"]:
        assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", one["id"])
        codes = [json.dumps(value) for value in one.get("values", [])]
        assert len(set(codes)) == len(codes)
        for value in one.get("values", []):
            assert value.keys() in ({"id", "name"}, {"value"})
            assert "id" not in value or re.fullmatch(r"[A-Za-z0-9_@$-]+", value["id"])
    assert all(one["relationship"] == {"observation": {}} for one in described["attributes"]["observation"])  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"region": "99 01"}, "STA-602"),
        ({"industry": None}, "STA-602"),
        ({"obs_status": "Z"}, "STA-602"),
        ({"conf_status": "?"}, "STA-602"),
        ({"unit_measure": "万元"}, "STA-602"),
        ({"period": "P15"}, "STA-601"),
    ],
)
def test_codes_that_sdmx_does_not_know_are_refused(changes, code):
    with pytest.raises(XiandaoError) as caught:
        records([row(**changes)])
    assert caught.value.code == code


def test_one_cell_twice_is_refused():
    with pytest.raises(XiandaoError) as caught:
        records([row(), row(value=1.0)])
    assert caught.value.code == "STA-603"


def test_what_is_not_finite_is_no_number():
    assert records([row(value=float("nan"))])[0]["OBS_VALUE"] is None


@pytest.mark.parametrize("found", indicator.shipped().values(), ids=lambda found: found.code)
def test_every_shipped_indicator_can_leave_as_sdmx(found):
    units = {code for code, _ in declared()["codelist"]["CL_UNIT_MEASURE"]["codes"]}
    powers = {code for code, _ in declared()["codelist"]["CL_UNIT_MULT"]["codes"]}
    assert found.unit_measure in units
    assert str(found.unit_mult) in powers


def test_quarters_and_halves_are_told_apart():
    assert [time_period(Period.parse(text)) for text in ("2026Q1", "2026H1")] == ["2026-Q1", "2026-S1"]  # fmt: skip

"""datapackage.json keeps the rules of Data Package 2.0 and describes the very file it lies beside."""

import csv
import hashlib
import io
import json
import re
from datetime import UTC, datetime

import pytest

from xiandao.statistics.methods.datapackage import (
    Column,
    Licence,
    Package,
    descriptor,
)
from xiandao.terms.error import XiandaoError
from xiandao.terms.grade import Grade

DATA = b"region,period,value\r\n990100,2026Q2,12.5\r\n990101,2026Q2,*\r\n990201,2026Q2,\r\n"
COLUMNS = [
    Column("region", "地区代码", "string", "GB/T 2260", is_required=True),
    Column("period", "期间"),
    Column("value", "研究开发费用", "number", "企业当期合计", unit="亿元"),
]
PACKAGE = Package(
    "zones-2026q2", "先导区季度数据", "按地区汇总", Licence("gov-open-1.0", "公共数据开放许可"), "示范省统计局",
    grade=Grade.OPEN, keywords=("未来产业",),
)  # fmt: skip
AT = datetime(2026, 7, 15, tzinfo=UTC)


def made(
    package=PACKAGE, path="data/zones.csv", data=DATA, columns=COLUMNS, key=("region", "period")
):
    return json.loads(descriptor(package, path, data, columns, created=AT, key=key))


def test_the_descriptor_keeps_the_rules_of_the_profile():
    found = made()
    assert found["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert re.fullmatch(r"[-a-z0-9._/]+", found["name"])
    assert all({"name", "path"} & set(one) for one in found["licenses"])
    assert all({"title", "path", "email", "givenName"} & set(one) for one in found["contributors"])
    assert datetime.fromisoformat(found["created"]).tzinfo is not None
    (resource,) = found["resources"]
    assert {"name", "path"} <= set(resource)
    assert resource["type"] == "table"
    assert re.fullmatch(r"(?=^[^./~])(^((?!\.{2}).)*$).*", resource["path"])
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", resource["hash"])
    types = {"string", "number", "integer", "boolean", "object", "array", "list", "datetime", "date", "time", "year"}  # fmt: skip
    for one in resource["schema"]["fields"]:
        assert one["type"] in types
        assert one["name"]
    names = [one["name"] for one in resource["schema"]["fields"]]
    assert set(resource["schema"]["primaryKey"]) <= set(names)
    assert all(set(one) == {"value", "label"} for one in resource["schema"]["missingValues"])


def test_size_and_hash_are_those_of_the_file():
    (resource,) = made()["resources"]
    assert resource["bytes"] == len(DATA)
    assert resource["hash"] == f"sha256:{hashlib.sha256(DATA).hexdigest()}"


def test_every_value_of_the_file_fits_the_type_it_is_given():
    (resource,) = made()["resources"]
    fields = {one["name"]: one for one in resource["schema"]["fields"]}
    marks = {one["value"] for one in resource["schema"]["missingValues"]}
    rows = list(csv.DictReader(io.StringIO(DATA.decode())))
    numbers = [float(row["value"]) for row in rows if row["value"] not in marks]
    assert fields["value"]["type"] == "number"
    assert numbers == [12.5]
    keys = [tuple(row[name] for name in resource["schema"]["primaryKey"]) for row in rows]
    assert len(set(keys)) == len(rows)


def test_a_suppressed_value_is_a_missing_value_with_its_reason():
    (resource,) = made()["resources"]
    assert {"value": "*", "label": "依法不予公开"} in resource["schema"]["missingValues"]


def test_titles_grade_and_unit_are_told_in_chinese():
    found = made()
    assert (found["xiandao:grade"], found["xiandao:grade_label"]) == ("open", "公开")
    value = found["resources"][0]["schema"]["fields"][2]
    assert (value["title"], value["unit"], value["description"]) == ("研究开发费用", "亿元", "企业当期合计")  # fmt: skip


def test_a_file_with_a_byte_order_mark_is_described_all_the_same():
    assert made(data=b"\xef\xbb\xbf" + DATA)["resources"][0]["bytes"] == len(DATA) + 3


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"package": Package("Zones 2026", "t", "d", PACKAGE.licence, "p")}, "STA-610"),
        ({"path": "数据.csv"}, "STA-610"),
        ({"path": "../zones.csv"}, "STA-612"),
        ({"path": "/etc/zones.csv"}, "STA-612"),
        ({"path": "https://x/zones.csv"}, "STA-612"),
        ({"path": "~/zones.csv"}, "STA-612"),
        ({"columns": COLUMNS[:2]}, "STA-611"),
        ({"columns": [*COLUMNS[:2], Column("value", "数", "money")]}, "STA-611"),
        ({"key": ("nowhere",)}, "STA-611"),
        ({"data": b""}, "STA-611"),
    ],
)
def test_what_would_make_the_package_unusable_is_refused(changes, code):
    with pytest.raises(XiandaoError) as caught:
        made(**changes)
    assert caught.value.code == code
    assert caught.value.hint

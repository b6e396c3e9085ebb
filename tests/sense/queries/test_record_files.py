"""Rows of every format, and what is wrong with some of them."""

import csv
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from xiandao.sense.queries.record_bibtex import bibtex_rows
from xiandao.sense.queries.record_delimited import delimited_rows
from xiandao.sense.queries.record_files import digest_of, format_of, headers_of, rows_of
from xiandao.sense.queries.record_json_lines import json_line_rows
from xiandao.sense.queries.record_parquet import parquet_rows
from xiandao.sense.queries.record_ris import ris_rows
from xiandao.sense.queries.record_rows import REFUSALS
from xiandao.terms.error import InputError


@pytest.fixture
def written(tmp_path):
    def write(text, name="file"):
        place = tmp_path / name
        place.write_bytes(text if isinstance(text, bytes) else text.encode())
        return place

    return write


def told(rows):
    return [(one.line, one.refusal or one.value) for one in rows]


def test_csv_with_lines_in_quotes_and_separators(written):
    rows = list(delimited_rows(written('﻿题名;年\n"甲\n""乙""";2020\n\n丙;2021;x\n丁\n'), 0))
    assert told(rows) == [
        (2, {"题名": '甲\n"乙"', "年": "2020"}),
        (5, {"题名": "丙", "年": "2021"}),
        (6, {"题名": "丁"}),
    ]
    assert [one.odd for one in rows] == [(), ("too_many_cells",), ("too_few_cells",)]


def test_a_quote_that_nobody_closed_costs_one_row(written):
    text = "title,year\n" + '"open,2020\n' + "".join(f"t{one},2020\n" for one in range(5000))
    rows = list(delimited_rows(written(text), 0))
    assert [one.refusal for one in rows[:2]] == ["SEN-320", ""]
    assert len(rows) == 5001
    assert rows[-1].line == 5002


def test_a_cell_of_ten_megabytes_is_read(written):
    rows = list(delimited_rows(written("title,year\n" + "x" * 10_000_000 + ",2020\nb,2021\n"), 0))
    assert [len(one.value["title"]) for one in rows] == [10_000_000, 1]


def test_the_limit_on_cells_that_uploads_count_on_stays(written):
    usual = csv.field_size_limit()
    rows = delimited_rows(written("title\nb\n"), 0)
    next(rows)
    assert csv.field_size_limit() == usual


def test_columns_without_name_or_with_the_same_get_one(written):
    assert headers_of(written("a,,a\n1,2,3\n", "x.csv"), "csv") == ["a", "第2列", "a#2"]


def test_json_lines_with_what_is_no_record(written):
    text = '{"title": "a"}\n\n[1]\n{"title": \n"b"\n' + "[" * 100_000 + '\n{"year": NaN}\n'
    rows = list(json_line_rows(written(text), 0))
    assert [one.refusal for one in rows] == ["", "SEN-325", "SEN-320", "SEN-325", "SEN-320", ""]
    assert [one.line for one in rows] == [1, 3, 4, 5, 6, 7]
    assert {one.refusal for one in rows} - {""} <= REFUSALS.keys()


def test_a_json_list_is_told_from_json_lines(written):
    with pytest.raises(InputError) as refused:
        list(json_line_rows(written('[{"title": "a"}]'), 0))
    assert refused.value.code == "SEN-306"


def test_lines_that_no_encoding_fits_are_refused_by_line(written):
    data = b'{"title": "a"}\n{"title": "caf\xe9\xff"}\n' + '{"title": "脑机接口"}\n'.encode(
        "gb18030"
    )
    rows = list(json_line_rows(written(data), 0))
    assert [one.refusal for one in rows] == ["", "SEN-321", ""]
    assert rows[2].value == {"title": "脑机接口"}


def test_parquet_by_groups(tmp_path):
    place = tmp_path / "a.parquet"
    table = pa.table({"title": [f"t{one}" for one in range(25)], "authors": [["a"]] * 25})
    pq.write_table(table, place, row_group_size=10)
    rows = list(parquet_rows(place, 12))
    assert [one.number for one in rows] == list(range(25))
    assert [one.value is None for one in rows] == [True] * 12 + [False] * 13
    assert rows[12].value == {"title": "t12", "authors": ["a"]}


def test_a_damaged_parquet_file_is_refused(written):
    with pytest.raises(InputError) as refused:
        list(parquet_rows(written(b"PAR1 nothing"), 0))
    assert refused.value.code == "SEN-307"


BIBTEX = r"""@string{acl = "Proc. of ACL"}
@comment{nothing}
@inproceedings{a1, title={Deep {BERT} m{\"o}del}, author="Jos{\'e} Li and 王伟", year=2020, booktitle=acl}
@article{a1, title={the same key}, year={2021}}
@article{bad, title={never closed, year=2020
@article{c, title={后面}, journal=acl}
"""


def test_bibtex_with_latex_abbreviations_and_broken_entries(written):
    rows = list(bibtex_rows(written(BIBTEX), 0))
    assert [one.line for one in rows] == [3, 4, 5, 6]
    assert [one.refusal for one in rows] == ["", "", "SEN-320", ""]
    assert rows[0].value["title"] == "Deep BERT mödel"
    assert rows[0].value["author"] == "José Li and 王伟"
    assert rows[0].value["booktitle"] == "Proc. of ACL"
    assert rows[1].value["title"] == "the same key"


def test_bibtex_in_portions_is_the_same(written, monkeypatch):
    whole = told(bibtex_rows(written(BIBTEX), 0))
    monkeypatch.setattr("xiandao.sense.queries.record_bibtex.ENTRIES", 1)
    in_portions = list(bibtex_rows(written(BIBTEX), 0))
    assert told(in_portions) == whole
    assert [one.number for one in in_portions] == [0, 1, 2, 3]
    assert in_portions[3].value["journal"] == "Proc. of ACL"


RIS = """TY  - JOUR
AU  - Li, Wei
AU  - Wang, Fang
AD  - Zhejiang Lab
AD  - ZJU
TI  - Chips
AB  - one
two
KW  - a
DO  - 10.1000/x
XX  - y
ER  -

TY  - CPAPER
T1  - No end
PY  - 2020/03/01
TY  - JOUR
TI  - Last
"""


def test_ris_with_repeated_tags_and_missing_ends(written):
    rows = list(ris_rows(written(RIS), 0))
    assert [one.line for one in rows] == [1, 14, 17]
    assert rows[0].value["author_address"] == ["Zhejiang Lab", "ZJU"]
    assert rows[0].value["abstract"] == "one two"
    assert rows[1].value["primary_title"] == "No end"
    assert rows[2].value["title"] == "Last"


def test_a_tag_outside_of_a_record_is_refused_and_not_lost(written):
    rows = list(ris_rows(written("TI  - lost\nAU  - A\nER  - \nTY  - JOUR\nTI  - t\nER  - \n"), 0))
    assert [one.refusal for one in rows] == ["SEN-320", ""]


def test_tagged_web_of_science(written):
    text = "FN Clarivate\nVR 1.0\nPT J\nAU Li, W\n   Wang, F\nTI Quantum\n   chips\nPD MAR 15\nPY 2020\nUT WOS:1\nER\n\nEF\n"
    rows = list(ris_rows(written(text), 0))
    assert len(rows) == 1
    assert rows[0].value["document_title"] == "Quantum chips"
    assert rows[0].value["month"] == "MAR 15"


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("csv", "t\n" + "a\n" * 9),
        ("jsonl", '{"t": 1}\n' * 9),
        ("ris", "TY  - A\nER  - \n" * 9),
        ("bibtex", "@a{b, c={d}}\n" * 9),
    ],
)
def test_rows_before_the_place_to_go_on_carry_nothing(written, form, text):
    rows = list(rows_of(written(text), form, 4))
    assert [one.value is None for one in rows] == [True] * 4 + [False] * 5
    assert [one.number for one in rows] == list(range(9))


def test_the_format_is_told_by_the_name(written):
    assert format_of(written("", "a.BIB")) == "bibtex"
    assert format_of(written("", "a.txt"), "ris") == "ris"
    with pytest.raises(InputError) as refused:
        format_of(written("", "a.docx"))
    assert refused.value.code == "SEN-301"
    with pytest.raises(InputError) as refused:
        format_of(written("", "a.csv").with_name("none.csv"))
    assert refused.value.code == "SEN-300"


def test_the_digest_is_that_of_the_bytes(written):
    assert digest_of(written("abc")).startswith("ba7816bf")


def test_columns_come_from_all_rows_that_are_looked_at(written):
    text = "\n".join(json.dumps(one) for one in ({"title": "a"}, {"year": 1}, {"title": "b"}))
    assert headers_of(written(text), "jsonl") == ["title", "year"]


def test_points_in_time_of_parquet_are_days(tmp_path):
    place = tmp_path / "a.parquet"
    times = pa.array([1_614_816_000_000_000_001, None], pa.timestamp("ns"))
    pq.write_table(
        pa.table({"title": ["a", "b"], "date": times, "year": [float("nan"), 2021.0]}), place
    )
    rows = list(parquet_rows(place, 0))
    assert [str(one.value["date"]) for one in rows] == ["2021-03-04", "None"]


def test_lines_before_the_first_tag_of_ris_have_a_name(written):
    rows = list(ris_rows(written("TY  - JOUR\nstray\nTI  - t\nER  - \n"), 0))
    assert rows[0].value["title"] == "t"
    assert rows[0].value["无标签"] == ["stray"]

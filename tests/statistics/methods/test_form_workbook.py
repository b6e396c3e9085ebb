"""A form definition goes out as a workbook and comes back the same; what is wrong names its cell."""

import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.statistics.methods.books import edited
from xiandao.statistics.methods.form import Form, Item, Legal, shipped
from xiandao.statistics.methods.form_intake import form_of, read_form, sheets_text
from xiandao.statistics.methods.form_workbook import SURVEY, form_workbook
from xiandao.terms.error import InputError

TEXT = st.text("甲乙丙丁AaZz09=+-@“”，。、 <&>'\"", max_size=20).map(str.strip)
LABEL = TEXT.filter(bool)


@st.composite
def forms(draw):
    rows = draw(st.lists(st.integers(1, 999), min_size=1, max_size=8, unique=True))
    items = []
    for row in rows:
        kind = draw(st.sampled_from(["number", "integer", "text", "choice", "date"]))
        is_number = kind in {"number", "integer"}
        chosen = draw(st.lists(st.tuples(LABEL, LABEL), min_size=1, max_size=3))
        before = [item.code for item in items if item.is_numeric]
        items.append(
            Item(
                f"r{row}", str(row), draw(LABEL), draw(TEXT), kind, draw(st.sampled_from(["", "千元", "人"])),
                draw(st.booleans()), draw(st.sampled_from(["", *before])),
                " + ".join(before) if is_number and draw(st.booleans()) else "",
                draw(st.booleans()), draw(st.booleans()), is_number and draw(st.booleans()),
                draw(st.integers(0, 6)) if kind == "number" else 0,
                tuple(chosen) if kind == "choice" else (), draw(TEXT), draw(TEXT),
                f"{before[0]} > 0" if before and draw(st.booleans()) else "",
            )
        )  # fmt: skip
    legal = Legal(draw(TEXT), draw(TEXT), draw(TEXT), draw(st.none() | st.dates(date(1990, 1, 1))))
    migrations = draw(st.sampled_from([{}, {"0": {"r5": items[0].code}}]))
    return Form("x-1", "2026", draw(LABEL), "quarter", "zone", "statistics", tuple(items), "万元", legal, migrations, draw(TEXT), draw(TEXT))  # fmt: skip


@pytest.mark.slow
@given(forms())
def test_every_form_comes_back_the_same(form):
    import json

    assert form_of(json.loads(sheets_text(form_workbook(form)))) == form


@pytest.mark.parametrize("code", ["quick", "607-2", "zone-quarter"])
def test_the_shipped_forms_come_back_through_the_child_process(code):
    assert read_form(form_workbook(shipped()[code])) == shipped()[code]


def test_the_columns_bear_the_names_that_xlsform_knows():
    book = load_workbook(io.BytesIO(form_workbook(shipped()["607-2"])))
    assert book.sheetnames[:3] == ["survey", "choices", "settings"]
    assert {"type", "name", "required", "relevant", "calculation", "hint::中文"} <= set(SURVEY)
    assert [cell.value for cell in book["survey"][1]] == list(SURVEY)


def put(sheet, address, value):
    def change(book):
        book[sheet][address] = value

    return change


def drop(sheet):
    def change(book):
        del book[sheet]

    return change


@pytest.mark.parametrize(
    ("change", "sheet", "cell"),
    [
        (put("survey", "A3", "colour"), "survey", "A3"),
        (put("survey", "A3", "select_one nothing"), "survey", "A3"),
        (put("survey", "B4", "r999"), "survey", "B4"),
        (put("survey", "F5", "perhaps"), "survey", "F5"),
        (put("survey", "H8", "r777 + 1"), "survey", "H8"),
        (put("survey", "L3", "heap"), "survey", "L3"),
        (put("survey", "M3", "r777"), "survey", "M3"),
        (put("survey", "N3", "12"), "survey", "N3"),
        (put("survey", "C3", None), "survey", "C3"),
        (put("survey", "C1", "name of it"), "survey", "A1"),
        (put("settings", "E2", "week"), "settings", "E2"),
        (put("settings", "M2", "soon"), "settings", "M2"),
        (drop("settings"), "settings", ""),
    ],
)
def test_what_is_wrong_names_the_sheet_and_the_cell(change, sheet, cell):
    data = edited(form_workbook(shipped()["quick"]), change)
    with pytest.raises(InputError) as refused:
        read_form(data)
    assert refused.value.code == "STA-005"
    assert (refused.value.details["sheet"], refused.value.details["cell"]) == (sheet, cell)
    assert refused.value.hint


def test_a_file_that_is_no_workbook_is_refused():
    with pytest.raises(InputError) as refused:
        read_form(b"x")
    assert refused.value.code == "STA-103"
